// The hand-written loops in a worker, where the app's engine works too: asked for one by name, it says how long each of so many runs took.
import { digits, minibatches, regression } from './floors.ts'

const floors = { regression, minibatches, digits }

self.addEventListener(
  'message',
  ({ data }: MessageEvent<{ floor: keyof typeof floors; epochs: number; runs: number }>) => {
    const times = Array.from({ length: data.runs }, () => {
      const start = performance.now()
      floors[data.floor](data.epochs)
      return performance.now() - start
    })
    self.postMessage(times)
  },
)
