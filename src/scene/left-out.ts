import type { Marks } from './marks.ts'

/** The marks of a picture in which only given numbers stand: what flowed is drawn, but neither how much nor with which sign. */
export const leftOut = ({ nodes, edges, current }: Marks, given: (node: number) => boolean): Marks => ({
  current,
  nodes: nodes.map((mark, node) => ({
    ...mark,
    value: given(node) ? mark.value : null,
    gradient: mark.gradient === 'None' ? mark.gradient : null,
    tangent: null,
    adding: null,
  })),
  edges: edges.map((mark) => ({ ...mark, weight: null, sign: '', chip: null })),
})
