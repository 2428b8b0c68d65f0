import { afterEach, expect, test, vi } from 'vitest';

/** As `require` fails on a platform that the package has no library for. */
const notFound = new Error("Cannot find module '../bin/napi-v6/…/onnxruntime_binding.node'");
const refuse = (): never => {
  throw notFound;
};

afterEach(() => {
  vi.doUnmock('onnxruntime-node');
  vi.doUnmock('onnxruntime-web');
  vi.resetModules();
});

test('without a native library, the same graphs run in WebAssembly', async () => {
  vi.doMock('onnxruntime-node', refuse);
  const { runtime } = await import('../../../../src/core/graph/devices/runtimes');
  const { Program } = await import('../../../../src/core/graph/runtime');
  const { input, softmax } = await import('../../../../src/core/graph/operators');
  expect((await runtime()).package).toBe('onnxruntime-web');
  const program = await Program.load({ y: softmax(input('x', 'float32', ['rows', 2])) });
  const { y } = await program.run({ x: { data: Float32Array.of(0, Math.log(3)), shape: [1, 2] } });
  expect([...y].map((value) => value.toFixed(4))).toEqual(['0.2500', '0.7500']);
});

test('where neither is there, it says why the native one is not', async () => {
  vi.doMock('onnxruntime-node', refuse);
  vi.doMock('onnxruntime-web', () => {
    throw new Error('not installed');
  });
  const { runtime } = await import('../../../../src/core/graph/devices/runtimes');
  await expect(runtime()).rejects.toMatchObject({ cause: notFound });
});
