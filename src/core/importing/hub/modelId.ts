/** Whether a text is the id of a model on a hub, `owner/name`; both parts are also safe as names of files. */
export function isModelId(text: string): boolean {
  return text.length <= 96 && /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(text);
}

/** What a model's copy is called: its id without the owner. */
export function nameOfModel(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
