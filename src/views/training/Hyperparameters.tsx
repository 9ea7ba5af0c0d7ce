import { hyperparameterOf, hyperparametersOf } from '../../lang/hyperparameters/hyperparameters.ts'
import { isAllowed } from '../../state/allowed.ts'
import { unslidOf } from '../../state/slide.ts'
import { setHyperparameter } from '../../state/sliding.ts'
import { useApp } from '../../state/useApp.ts'
import { HyperparameterSlider } from './HyperparameterSlider.tsx'

/** A slider for each hyperparameter of the program; nothing where it has none. */
export function Hyperparameters() {
  const source = useApp((state) => state.source)
  const unslid = useApp(unslidOf)
  const free = useApp((state) => isAllowed(state, 'numbers'))
  const list = hyperparametersOf(source)
  if (list.length === 0) return null
  return (
    <fieldset className="hyperparameters" aria-label="Hyperparameters">
      {list.map((one) => {
        const before = hyperparameterOf(unslid ?? source, one.id)?.value ?? one.value
        return (
          <HyperparameterSlider
            key={`${one.id} ${before}`}
            one={one}
            before={before}
            onValue={free ? (value, gesture) => setHyperparameter(one.id, value, gesture) : null}
          />
        )
      })}
    </fieldset>
  )
}
