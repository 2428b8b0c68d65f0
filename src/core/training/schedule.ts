/**
 * Linear warm-up and linear decay, as fine-tuning of BERT has it (Devlin et al. 2019).
 *
 * @param step from 0.
 * @returns the share of the peak learning rate, in (0, 1].
 */
export function learningRateShare(step: number, totalSteps: number, warmUpSteps: number): number {
  if (step < warmUpSteps) return (step + 1) / (warmUpSteps + 1);
  return (totalSteps - step) / (totalSteps - warmUpSteps);
}
