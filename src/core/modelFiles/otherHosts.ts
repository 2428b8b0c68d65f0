/** A share of a computer as Windows names it, such as `\\host\share`; devices are written `\\.\…` and `\\?\…`. */
const share = /^[\\/]{2}(?![.?][\\/])[^\\/]+[\\/][^\\/]+/;

/**
 * Whether a path names another computer or a device by the rules of Windows: there, merely asking whether something is
 * at such a path signs in to the computer, which may be a stranger's. Other systems have no need of paths like that.
 *
 * @param from the full path of a folder that has been opened: what is on the same share is no further away
 */
export function leadsToOtherHost(path: string, from: string): boolean {
  return /^[\\/]{2}/.test(path) && (shareOf(path) === undefined || shareOf(path) !== shareOf(from));
}

function shareOf(path: string): string | undefined {
  return share.exec(path)?.[0].replaceAll('/', '\\').toLowerCase();
}
