import { useMemo } from 'react'
import type { Misfit } from '../../lang/misfit.ts'
import { type MisfitBlock, misfitScene } from '../../scene/misfit.ts'
import { BlockGrid } from './BlockView.tsx'
import './matrix.css'
import './misfit.css'

/** The two tensors whose shapes do not fit, side by side, with what clashes, why, and what would fit. */
export function MisfitPanel({ misfit, line }: { readonly misfit: Misfit; readonly line: number | null }) {
  const { blocks, sign, clash, why, cures } = useMemo(() => misfitScene(misfit), [misfit])
  const [left, right] = blocks
  return (
    <section className="misfit" aria-label="Shapes that do not fit">
      <div className="misfit-blocks">
        <ClashingBlock {...left} />
        <div className="misfit-between">
          <span className="misfit-sign">{sign}</span>
          <strong className="misfit-clash">{clash}</strong>
        </div>
        <ClashingBlock {...right} />
      </div>
      <div className="misfit-words">
        <p className="misfit-head">{`These shapes do not fit${line === null ? '' : ` (line ${line})`}`}</p>
        <p>{why}</p>
        {cures.length > 0 && (
          <>
            <p className="note">By shape, this would fit:</p>
            <ul>
              {cures.map(({ code, shapes }) => (
                <li key={code}>
                  <code>{code}</code> <span className="note">{shapes}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

/** One of the two: its name, its numbers with the size that clashes measured along its side, its shape. */
function ClashingBlock({ name, block, sizes, side, counted }: MisfitBlock) {
  return (
    <figure className="misfit-block" data-side={side}>
      <figcaption>
        <code>{name}</code>
      </figcaption>
      <span className="measure">
        <span>{counted}</span>
      </span>
      <BlockGrid block={block} cell={({ text }) => <span>{text}</span>} />
      <span className="block-shape">
        {sizes.map(({ size, clashes }, i) => (
          <span key={i}>
            {i > 0 && '×'}
            {clashes ? <mark>{size}</mark> : size}
          </span>
        ))}
      </span>
    </figure>
  )
}
