import type { PrintedChoice, PrintedProgram, PrintedQuestion, Section } from '../../lessons/handout/sheet.ts'
import { FormulaRows } from '../formula/FormulaRows.tsx'
import { FigureView } from './FigureView.tsx'
import { BlankNumber, PieceView } from './PieceView.tsx'

const ignore = (): void => undefined

/** A beat on paper. */
export function SectionView({ section, number }: { readonly section: Section; readonly number: number }) {
  const { id, title, program, text, figures, formulas, question, slide } = section
  const heading = `beat-${id}`
  return (
    <section className="beat" aria-labelledby={heading} data-beat={id}>
      <h2 id={heading}>
        <span className="beat-number">{number}</span> <PieceView pieces={title} />
      </h2>
      {typeof program === 'number' && <p className="same-program">With the program of part {program} again.</p>}
      {program !== null && typeof program !== 'number' && <ProgramView program={program} />}
      {text.map((paragraph, i) => (
        <p key={i}>
          <PieceView pieces={paragraph} />
        </p>
      ))}
      {figures.map((figure, i) => (
        <FigureView key={i} figure={figure} />
      ))}
      {formulas !== null && (
        <div className="formulas">
          <h3>
            {formulas.number !== null && <BlankNumber number={formulas.number} />}
            {formulas.title}
          </h3>
          <FormulaRows rows={formulas.rows} hover={null} onHover={ignore} />
        </div>
      )}
      {question !== null && <QuestionOnPaper question={question} />}
      {slide !== null && (
        <aside className="slide" aria-label={`Where the slide says otherwise, part ${number}`}>
          <p>
            <b>The slide says</b> <PieceView pieces={slide.says} />
          </p>
          <p>
            <b>Better</b> <PieceView pieces={slide.right} />
          </p>
        </aside>
      )}
    </section>
  )
}

function ProgramView({ program: { source, error } }: { readonly program: PrintedProgram }) {
  return (
    <div className="program-text">
      <pre>
        <code>{source.trimEnd()}</code>
      </pre>
      {error !== null && (
        <p>
          It ends with <code>{error}</code>
        </p>
      )}
    </div>
  )
}

function QuestionOnPaper({ question: { ask, choices, because, number } }: { readonly question: PrintedQuestion }) {
  return (
    <div className="question">
      {ask !== null && (
        <p className="ask">
          <PieceView pieces={ask} />
        </p>
      )}
      <ol>
        {choices.map((choice) => (
          <li key={choice.letter} data-right={because !== null && choice.right}>
            <ChoiceView choice={choice} />
            {because !== null && choice.right && <span className="tick"> ✓</span>}
          </li>
        ))}
      </ol>
      {number !== null && (
        <p className="answer">
          Answer <span className="answer-box" />
          <BlankNumber number={number} />
        </p>
      )}
      {because !== null && (
        <p className="because">
          <PieceView pieces={because} />
        </p>
      )}
    </div>
  )
}

/** An answer to choose: its letter and what it says. */
export const ChoiceView = ({ choice: { letter, says } }: { readonly choice: PrintedChoice }) => (
  <>
    <b className="letter">{letter}</b> <PieceView pieces={says} />
  </>
)
