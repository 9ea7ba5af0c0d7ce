import type { Layout, LayoutNode } from '../scene/layout/layout.ts'
import { notTall } from '../scene/layout/not-tall.ts'

/** What is to be laid out, under the number by which the answer is known. */
export interface LayoutJob {
  readonly id: number
  readonly nodes: readonly LayoutNode[]
}

/** The layout of a job. */
export interface LayoutReply {
  readonly id: number
  readonly layout: Layout
}

self.onmessage = ({ data: { id, nodes } }: MessageEvent<LayoutJob>) => {
  const reply: LayoutReply = { id, layout: notTall(nodes) }
  self.postMessage(reply)
}
