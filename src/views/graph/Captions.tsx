import type { Structure } from '../../scene/structure.ts'

/** What is written above the columns of a picture. */
export const Captions = ({ captions }: Pick<Structure, 'captions'>) =>
  captions.map(({ x, y, text }) => (
    <text key={text} className="caption" x={x} y={y} textAnchor="middle">
      {text}
    </text>
  ))
