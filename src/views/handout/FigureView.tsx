import type { Figure } from '../../lessons/handout/sheet.ts'
import type { Picture } from '../../lessons/view.ts'
import { dataPlotOf } from '../../scene/data-plot.ts'
import { Formula } from '../formula/Formula.tsx'
import { DataPlotView } from '../plot/DataPlotView.tsx'
import { SweepView } from '../plot/SweepView.tsx'
import { GraphPicture } from './GraphPicture.tsx'
import { BlankNumber } from './PieceView.tsx'

const ignore = (): void => undefined

/** A picture of a beat with what it is of; what is a blank has its number. */
export function FigureView({ figure: { picture, caption, number, given } }: { readonly figure: Figure }) {
  return (
    <figure className="figure" data-kind={picture.kind}>
      <PictureView picture={picture} given={number === null ? null : given} />
      <figcaption>
        {number !== null && <BlankNumber number={number} />}
        {caption}
      </figcaption>
    </figure>
  )
}

/** A picture, drawn to stand still. With `given`, only what is given is in it. */
export function PictureView({
  picture,
  given,
}: {
  readonly picture: Picture
  readonly given: ((node: number) => boolean) | null
}) {
  switch (picture.kind) {
    case 'graph':
      return <GraphPicture picture={picture} given={given} />
    case 'data': {
      // before its first step a program has nothing but what is given
      const plot = dataPlotOf(picture.trace, given === null ? picture.cursor : 0, picture.request)
      return plot === null ? null : (
        <div className="curve-picture" inert>
          <DataPlotView plot={plot} />
        </div>
      )
    }
    case 'curve':
      return given === null ? (
        <div className="curve-picture" inert>
          <SweepView traces={picture.traces} request={picture.request} onNumber={ignore} />
        </div>
      ) : (
        <div className="curve-picture empty" />
      )
    case 'board':
      return (
        <ol className="board-picture">
          {picture.lines.map(({ name, formula, number }) => (
            <li key={name}>
              <Formula tex={`\\displaystyle ${formula.tex}`} plain={formula.plain} />
              {given === null ? (
                <Formula tex={`= ${number.tex}`} plain={`= ${number.plain}`} />
              ) : (
                <Formula tex="= {\boxed{\phantom{000}}}" plain="= □" />
              )}
            </li>
          ))}
        </ol>
      )
  }
}
