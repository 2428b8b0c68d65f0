/** What the extension host asks of the operating system, and says of it, by the core's words. */
export { describeDiskFault } from '../core/diskFault';
export { codeOf, saysMissing, unlessMissing } from '../core/system';
