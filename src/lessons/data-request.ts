import type { Trace } from '../core/trace.ts'
import type { DataRequest } from '../scene/data-plot.ts'
import { nodeNamed } from './figures.ts'
import type { Show } from './lesson.ts'

/** The nodes of the samples that a beat names; null where the program has none of that name. */
export function dataRequestOf(data: NonNullable<Show['data']>, trace: Trace): DataRequest | null {
  const [x, y, yhat] = [data.x, data.y, data.yhat].map((name) => nodeNamed(trace, name))
  return x == null || y == null || yhat == null ? null : { x, y, yhat }
}
