/** What is done before a run's first event, in this order; some of it takes a large base model minutes. */
export type PreparingStage = 'text' | 'model' | 'plainSentences' | 'measuring';

/** Is told what is being done, and which share of it is. */
export type OnPreparing = (stage: PreparingStage, share: number) => void;
