/** Which files can be learnt from. */
export { textFileEndings } from '../core/corpus/textFiles';
