import type { Solution } from '../../lessons/handout/sheet.ts'
import { Formula } from '../formula/Formula.tsx'
import { FormulaRows } from '../formula/FormulaRows.tsx'
import { PictureView } from './FigureView.tsx'
import { PieceView } from './PieceView.tsx'
import { ChoiceView } from './SectionView.tsx'

const ignore = (): void => undefined

/** What belongs into the blanks of a worksheet, on pages of their own. */
export function SolutionsView({ solutions }: { readonly solutions: readonly Solution[] }) {
  return (
    <section className="solutions" aria-labelledby="solutions">
      <h2 id="solutions">Solutions</h2>
      <ol>
        {solutions.map((solution) => (
          <li key={solution.number} data-kind={solution.kind} data-number={solution.number}>
            <b className="solution-number">{solution.number}</b>
            <div>
              <SolutionView solution={solution} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function SolutionView({ solution }: { readonly solution: Solution }) {
  switch (solution.kind) {
    case 'formula':
      return <Formula tex={solution.written.tex} plain={solution.written.plain} />
    case 'formulas':
      return <FormulaRows rows={solution.rows} hover={null} onHover={ignore} />
    case 'picture':
      return <PictureView picture={solution.picture} given={null} />
    case 'choice':
      return (
        <>
          <ChoiceView choice={solution.choice} />. <PieceView pieces={solution.because} />
        </>
      )
  }
}
