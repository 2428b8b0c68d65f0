/** What a gap is, for the editor and the page the same as for the engine. */
export { gapsOf, longestGap, mostSlots, type WrittenGap } from '../core/filling/writtenGaps';
