import { type Drawing, placed } from '../scene/placed.ts'
import type { Structure } from '../scene/structure.ts'

/** What is to be laid out, under the number by which the answer is known. */
export interface LayoutJob {
  readonly id: number
  readonly drawing: Drawing
}

/** A job's drawing laid out. */
export interface LayoutReply {
  readonly id: number
  readonly structure: Structure
}

self.onmessage = ({ data: { id, drawing } }: MessageEvent<LayoutJob>) => {
  const reply: LayoutReply = { id, structure: placed(drawing) }
  self.postMessage(reply)
}
