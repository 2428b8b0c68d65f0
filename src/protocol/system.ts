/** What the extension host asks of the operating system by the core's words. */
export { codeOf } from '../core/system';
