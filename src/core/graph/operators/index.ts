export { add, divide, erf, exp, multiply, negate, relu, sqrt, subtract, tanh } from './elementwise';
export { gelu, geluNew } from './gelu';
export { addPlaces, addRows, equal, gather, pick, placeAdd, scatterAdd } from './indexing';
export { layerNorm } from './layerNorm';
export { reshape, transpose } from './layout';
export { linear, matmul } from './matmul';
export { broadcastTo, sum, sumTo } from './reduction';
export { crossEntropy, logSoftmax, softmax } from './softmax';
export { constant, filled, input, scalar } from './source';
