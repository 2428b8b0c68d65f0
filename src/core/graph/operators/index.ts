export { equal, greater } from './comparison';
export {
  add,
  divide,
  erf,
  exp,
  hardSigmoid,
  multiply,
  negate,
  relu,
  sqrt,
  subtract,
  tanh,
} from './elementwise';
export { gelu, geluNew } from './gelu';
export { addPlaces, addRows, gather, pick, placeAdd, scatterAdd } from './indexing';
export { concat, part } from './joining';
export { layerNorm } from './layerNorm';
export { reshape, transpose } from './layout';
export { linear, matmul } from './matmul';
export { pad, unpad, type Padding } from './padding';
export { broadcastTo, sum, sumTo } from './reduction';
export { crossEntropy, logSoftmax, softmax } from './softmax';
export { toFloat } from './toFloat';
export { topK } from './topK';
export { constant, filled, input, scalar } from './source';
