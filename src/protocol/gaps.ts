/** What a gap is and how one is made, for the editor and the page the same as for the engine. */
export { describeTooLong } from '../core/filling/gapWords';
export { maskWords } from '../core/filling/maskWords';
export { gapsOf, isTooLong, longestGap, mostSlots, type WrittenGap } from '../core/filling/writtenGaps';
