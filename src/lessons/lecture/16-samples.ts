import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson, Show } from '../lesson.ts'
import {
  changed,
  equal,
  type Figure,
  flow,
  flowNumbers,
  gathered,
  gradient,
  inNumbers,
  literal,
  local,
  math,
  minus,
  name,
  over,
  partial,
  plus,
  rule,
  say,
  size,
  times,
  value,
} from '../prose.ts'

const samples = exampleNamed('many-samples')
const line = 'J = 0.5 * (e**2).sum()'
const backward = 'J.backward()\n\nprint(w.grad)\n'

const losses = ['0.5 * (e**2).sum()', '0.5 * (e**2).mean()', '(e**2).mean()']

/** The three losses after each other, each with a backward pass of its own. */
const three = edited(samples, [
  ['# Backprop with many samples', '# Many samples, three losses'],
  [
    `y_hat = w * x\ne = y_hat - y\n${line}\n${backward}`,
    losses.map((loss) => `e = w * x - y\nJ = ${loss}\nJ.backward()\nprint(w.grad)\nw.grad = None\n`).join('\n'),
  ],
])

const training = edited(samples, [
  ['# Backprop with many samples', '# Four steps on all samples'],
  [
    `y_hat = w * x\ne = y_hat - y\n${line}\n${backward}`,
    `lr = 0.05

for step in range(4):
    y_hat = w * x
    e = y_hat - y
    ${line}
    J.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None

print(w)
`,
  ],
])

/** The three losses of one forward pass, added up only so that one program has all of their curves. */
const curves = edited(samples, [
  ['# Backprop with many samples', '# Three losses in one picture'],
  [
    `${line}\n${backward}`,
    `half_sum = 0.5 * (e**2).sum()
half_mean = 0.5 * (e**2).mean()
mse = (e**2).mean()
total = half_sum + half_mean + mse
total.backward()

print(half_sum, half_mean, mse)
`,
  ],
])

const pair = edited(samples, [
  ['# Backprop with many samples', '# A mini-batch of two samples'],
  ['[1.0, 2.0, 3.0, 2.0]', '[1.0, 2.0]'],
  ['[4.0, 3.0, 8.0, 5.0]', '[4.0, 3.0]'],
])

/** What one sample brings to the weight. */
const from = (j: number) => times(gradient('y_hat', { entry: [j] }), value('x', { entry: [j] }))

/** The way to the bottom of a parabola: its slope divided by how much the slope changes when the weight grows by one. */
const wayDown = (slope: Figure) => over(slope, minus(changed('w', plus(value('w'), literal(1)), slope), slope))
const bottom = (slope: Figure) => minus(value('w'), wayDown(slope))

const rate = over(minus(value('w', { pass: 0 }), value('w', { pass: 1 })), gradient('w', { pass: 0 }))

/** The samples as points, and the model as a line through them. */
const cloud: Show = { data: { x: 'x', y: 'y', yhat: 'y_hat' } }

const bowl: Show = { ...cloud, plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: true, beside: true } }

export const lesson: Lesson = {
  id: 'samples',
  title: 'Backprop with many samples',
  part: 'backpropagation',
  goal: 'Add up what every sample says about a shared weight, and say what the factor in front of the loss changes.',
  programs: { main: samples, training, three, curves, pair },
  beats: [
    {
      id: 'line',
      title: say`Many examples, one weight`,
      text: [
        say`The model is as small as it can be: ${equal(name('y_hat'), rule('y_hat'))}, a line through the origin. There are ${size('x')} samples, with the inputs ${value('x')} and the targets ${value('y')}.`,
        say`All of them are answered with the *same* weight, ${equal(name('w'), value('w'))}. It cannot please one sample without touching the others.`,
      ],
      at: 'start',
      show: cloud,
      note: say`Ask which weight the first sample alone would like, and which the second. They disagree, and that is the whole lesson.`,
    },
    {
      id: 'forward',
      title: say`Forward: every sample through the same model`,
      text: [
        say`The outputs are ${equal(name('y_hat'), inNumbers('y_hat'), value('y_hat'))}, the errors ${equal(name('e'), value('e'))}.`,
        say`The loss adds up half of every squared error: ${equal(name('J'), rule('J'), inNumbers('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`Ask which sample has the largest error, and whether it will also pull hardest. The input has a say in that.`,
    },
    {
      id: 'misses',
      title: say`What the line misses`,
      text: [
        say`Every sample is a point. The model ${equal(name('y_hat'), rule('y_hat'))} is a line through the origin, and ${name('w')} is its slope.`,
        say`The dashed segments are the errors ${equal(name('e'), rule('e'), value('e'))}: positive where the line is too high, negative where it is too low. Turning the line changes all of them at once, and every sample has an opinion of its own about where to turn it.`,
      ],
      at: 'forward',
      note: say`Lay a ruler through the origin and turn it: ask which points want it steeper, which flatter. Nobody has said a formula yet.`,
      show: cloud,
    },
    {
      id: 'one-sample',
      title: say`What one sample says`,
      text: [
        say`Look at the first sample alone. It is a single road, as before: its blame is ${gradient('y_hat', { entry: [0] })}, its input ${value('x', { entry: [0] })}, so it asks for ${times(gradient('y_hat', { entry: [0] }), value('x', { entry: [0] }))}.`,
        say`The other samples have roads of their own. They never meet, except in two places: in the loss, and in the weight.`,
      ],
      at: 'seed',
      until: gathered('y_hat'),
      show: { level: 'scalar', sample: 0 },
      note: say`It is the path lesson again; point along the road. If the room is unsure, choose another sample and walk it too.`,
    },
    {
      id: 'ask-sum',
      title: say`What arrives at the weight?`,
      text: [say`The samples bring ${from(0)}, ${from(1)}, ${from(2)} and ${from(3)}: each its blame times its input.`],
      at: gathered('y_hat'),
      until: 'end',
      show: { level: 'scalar', sample: 'all' },
      question: {
        ask: say`What is ${partial('w')}?`,
        choices: [
          {
            says: say`${gradient('w')}`,
            right: true,
            because: say`The weight has ${size('x')} users, one for each sample, and the bucket adds up what they bring.`,
          },
          {
            says: say`${from(2)}`,
            right: false,
            because: say`That is what the third sample brings. A louder sample does not silence the others.`,
          },
          {
            says: say`${over(gradient('w'), size('x'))}`,
            right: false,
            because: say`That is the average. It is right for a loss that is an average; this one is a sum.`,
          },
          {
            says: say`${times(times(from(0), from(1)), times(from(2), from(3)))}`,
            right: false,
            because: say`That multiplies them. Steps on one road are multiplied; roads are added, and every sample is a road.`,
          },
        ],
      },
      note: say`Half a minute. If many say the average, ask what stands in the loss: a sum or a mean?`,
    },
    {
      id: 'bucket',
      title: say`The bucket of the weight fills up`,
      text: [
        say`In the order of the samples the bucket would hold ${from(0)}, then ${plus(from(0), from(1))}, then ${plus(plus(from(0), from(1)), from(2))}, then ${gradient('w')}. In any other order it ends with the same number.`,
        say`A weight that is shared by many samples is a value with many users: a branch, as at every fork before.`,
      ],
      at: gathered('y_hat'),
      until: 'end',
      show: { level: 'scalar', select: { of: 'w' } },
      note: say`Have the running sum said aloud. After the second sample it is ${plus(from(0), from(1))}: a bucket on the way is not a result.`,
    },
    {
      id: 'dot',
      title: say`All samples in one line`,
      text: [
        say`The program holds the samples in one vector, and the sum becomes part of the rule: ${equal(partial('w'), flow('y_hat', 'w'), flowNumbers('y_hat', 'w'), gradient('w'))}.`,
        say`The forward pass *copied* the weight to every sample. The backward pass of a copy is a sum.`,
      ],
      at: 'end',
      show: { level: 'tensor', select: { of: 'w' } },
      note: say`Ask where the sum over the samples has gone. It sits inside the rule of one operation now: forward copies, backward adds.`,
    },
    {
      id: 'step',
      title: say`A step is a compromise`,
      program: 'training',
      pass: 1,
      text: [
        say`With ${math('\\gamma', 'γ')} = ${rate} the weight goes from ${value('w', { pass: 0 })} to ${value('w')}, and the loss from ${value('J', { pass: 0 })} to ${value('J')}. The best weight would be ${bottom(gradient('w'))}.`,
        say`No sample got just what it asked for: the errors are ${value('e')} now. The second one has even grown, from ${value('e', { pass: 0, entry: [1] })} to ${value('e', { entry: [1] })}: it pulled the other way, and was outvoted.`,
      ],
      at: 'forward',
      show: bowl,
      note: say`Ask who is worse off after the step, and point at the second error in the text. A step pleases the sum, not everyone in it.`,
    },
    {
      id: 'mean',
      title: say`The mean in place of the sum`,
      program: 'three',
      pass: 1,
      text: [
        say`Divide the loss by the number of samples, ${size('x')}: ${equal(name('J'), rule('J'), value('J'))}. Every contribution is divided alike, and so is their sum: ${equal(partial('w'), gradient('w'))} in place of ${gradient('w', { pass: 0 })}.`,
        say`With a mean, the gradient keeps its size when more samples come in.`,
      ],
      at: 'end',
      note: say`Ask which learning rate would make the same step with this loss. Let them say by what factor before they say the number.`,
    },
    {
      id: 'ask-mse',
      title: say`The same learning rate, another loss`,
      program: 'three',
      pass: 0,
      text: [
        say`PyTorch’s \`MSELoss\` is the mean of the squared errors, without the half. Somebody replaces ${rule('J')} by it and leaves the learning rate as it is.`,
      ],
      at: 'end',
      question: {
        ask: say`How long is a step now, compared with the step before?`,
        choices: [
          {
            says: say`${over(gradient('w', { pass: 2 }), gradient('w', { pass: 0 }))} times as long`,
            right: true,
            because: say`The gradient was ${gradient('w', { pass: 0 })} and is ${gradient('w', { pass: 2 })}: divided by the number of samples, and doubled, since no half takes away the two of the square.`,
          },
          {
            says: say`Just as long`,
            right: false,
            because: say`The learning rate is the same, but the gradient is not: ${gradient('w', { pass: 2 })} in place of ${gradient('w', { pass: 0 })}.`,
          },
          {
            says: say`${over(gradient('w', { pass: 1 }), gradient('w', { pass: 0 }))} times as long`,
            right: false,
            because: say`That is right for *half* the mean. \`MSELoss\` has no half in front.`,
          },
          {
            says: say`${over(gradient('w', { pass: 2 }), gradient('w', { pass: 1 }))} times as long`,
            right: false,
            because: say`That is the missing half alone. The mean also divides by the number of samples, ${size('x')}.`,
          },
        ],
      },
      note: say`A minute: two changes at once, in opposite directions. Let them write both factors down before the choices come.`,
    },
    {
      id: 'mse',
      title: say`Sum, half mean, mean: three sizes of one gradient`,
      program: 'three',
      pass: 2,
      text: [
        say`The three gradients are ${gradient('w', { pass: 0 })}, ${gradient('w', { pass: 1 })} and ${gradient('w', { pass: 2 })}. They point the same way; only the factor in front differs.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E44',
        says: say`“Sum the gradients” of all samples; and the code uses \`MSELoss\`.`,
        right: say`The sum belongs to a loss that is a sum: ${gradient('w', { pass: 0 })}. \`MSELoss\` takes the *mean* and has no half, so its gradient is ${math('\\frac{2}{m}\\sum_j e_j x_j', '(2/m) Σ eⱼ xⱼ')}, here ${gradient('w')}. Half the mean would give ${gradient('w', { pass: 1 })}.`,
      },
      note: say`Write the three numbers in a row and ask for the factor from each to the next. Who takes a learning rate from a paper must ask which loss it was for.`,
    },
    {
      id: 'ask-minimum',
      title: say`Does the minimum move?`,
      program: 'curves',
      text: [
        say`Here are the curves of all three losses over ${name('w')}: ${equal(name('half_sum'), value('half_sum'))}, ${equal(name('half_mean'), value('half_mean'))} and ${equal(name('mse'), value('mse'))}. Their slopes at our weight are ${local('half_sum', 'w')}, ${local('half_mean', 'w')} and ${local('mse', 'w')}.`,
        say`(The program adds the three up only to have them in one picture.)`,
      ],
      at: 'forward',
      show: {
        plot: {
          over: { of: 'w' },
          of: [{ of: 'half_sum' }, { of: 'mse' }, { of: 'half_mean' }],
          derivative: true,
          beside: false,
        },
      },
      question: {
        ask: say`Where is the best weight for ${name('mse')}, compared with ${name('half_sum')}?`,
        choices: [
          {
            says: say`In the same place, at ${bottom(local('mse', 'w'))}`,
            right: true,
            because: say`A factor makes every slope smaller alike, but a slope of zero stays zero. For ${name('half_sum')} it is ${bottom(local('half_sum', 'w'))}, for ${name('half_mean')} ${bottom(local('half_mean', 'w'))}. The factor only rescales ${math('\\gamma', 'γ')}.`,
          },
          {
            says: say`Closer to our weight, since the gradient is smaller`,
            right: false,
            because: say`The slope is smaller, and so is the curvature. One divided by the other is ${wayDown(local('mse', 'w'))} here, and ${wayDown(local('half_sum', 'w'))} for the sum.`,
          },
          {
            says: say`At ${times(bottom(local('mse', 'w')), over(local('mse', 'w'), local('half_sum', 'w')))}, by the factor of the gradient`,
            right: false,
            because: say`The *loss* is multiplied by the factor, not the weight. The curve sinks; it does not move sideways.`,
          },
        ],
      },
      note: say`Ask with the hands: does the curve move sideways, or only up and down? Then show the choices.`,
    },
    {
      id: 'mini-batch',
      title: say`Leave samples out: a mini-batch`,
      program: 'pair',
      text: [
        say`Only the first two samples are asked. They bring ${from(0)} and ${from(1)}; the gradient is ${gradient('w')}. The samples that were left out have no say in this step.`,
        say`A mini-batch is a quick poll: cheap, about right on average, and now and then misleading.`,
      ],
      at: 'end',
      show: { level: 'scalar' },
      note: say`These two happen to cancel. Ask whether the weight is therefore right; the full poll said otherwise. Drag one target, and the tie is broken.`,
    },
    {
      id: 'aha',
      title: say`Sharing means adding`,
      text: [
        say`Many samples are a branch on the weight: every sample is a user, and what they bring is added up. The factor in front of the sum only rescales the learning rate.`,
      ],
      at: 'end',
      note: say`Ask which earlier picture this is: the fork, with a branch for every sample.`,
    },
  ],
}
