/** All messages given to `l10n.t` in the sources. */
export function messagesOfSources(): Promise<string[]>;
/** The Chinese bundle: English messages to Chinese ones. */
export function translations(): Promise<Record<string, string>>;
