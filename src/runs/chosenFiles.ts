/** Files that a person chose, themselves or by their folder. */

/** Whether a file is one of those that were chosen, or in a folder among them. */
export function isAmong(path: string, chosen: readonly string[]): boolean {
  return chosen.some((each) => path === each || isInside(path, each));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.replace(/[\\/]$/, '').length));
}
