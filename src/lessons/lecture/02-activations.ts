import type { Beat, Lesson } from '../lesson.ts'
import { changed, equal, gradient, literal, name, type Prose, partial, rule, say, value } from '../prose.ts'

/** A program of one function of one number. */
const program = (title: string, line: string, z = '0.5'): string => `# ${title}
import torch

z = torch.tensor(${z}, requires_grad=True)

y = ${line}
y.backward()

print(y, z.grad)
`

const softmax = `# Softmax of three numbers
import torch

z = torch.tensor([0.0, 0.6931472, 1.6094379], requires_grad=True)

p = torch.softmax(z, dim=0)
y = p[1]
y.backward()

print(p, z.grad)
`

const plot = { over: { of: 'z' }, of: [{ of: 'y' }], derivative: true, reach: [-4, 4], beside: false } as const

/** A beat on one function: above it, below its slope. */
const shape = (id: string, title: Prose, text: readonly Prose[], note: Prose): Beat => ({
  id,
  program: id,
  title,
  text,
  at: 'end',
  show: { plot },
  note,
})

export const lesson: Lesson = {
  id: 'activations',
  title: 'Activations: shape above, slope below',
  part: 'recap',
  goal: 'Draw each activation and its slope, say where the slope is zero, and name the largest slope of the sigmoid.',
  programs: {
    linear: program('Linear', '1.0 * z'),
    sign: program('Sign', 'torch.sign(z)'),
    sigmoid: program('Sigmoid', 'torch.sigmoid(z)'),
    flat: program('Sigmoid at its steepest', 'torch.sigmoid(z)', '0.0'),
    tanh: program('Hyperbolic tangent', 'torch.tanh(z)'),
    relu: program('ReLU', 'torch.relu(z)'),
    leaky: program('Leaky ReLU', 'torch.nn.functional.leaky_relu(z, 0.1)'),
    elu: program('ELU', 'torch.nn.functional.elu(z)'),
    maxout: program('Maxout of two lines', 'torch.maximum(z - 1, 1 - z)'),
    softmax,
  },
  beats: [
    {
      ...shape(
        'linear',
        say`Shape above, slope below`,
        [
          say`An activation ${equal(name('y'), rule('y'))} has a value and a slope at every point. The plot shows the function above and its slope below, on the same axis; the dashed tangent has exactly the slope whose height is marked below.`,
          say`Drag the point. For a straight line the slope is the same everywhere, ${equal(partial('z'), gradient('z'))}: a network of such units is one big straight line, however deep.`,
        ],
        say`Drag the point from end to end: the lower plot does not stir. Ask why a deep network of such units is no better than one; someone will say that a line of a line is a line.`,
      ),
    },
    {
      ...shape(
        'sign',
        say`Sign: a decision, and no slope`,
        [
          say`It answers yes or no. Its slope is ${gradient('z')} wherever it has one, so no gradient ever comes through.`,
          say`PyTorch computes with it and does not complain; the layers before it just do not learn.`,
        ],
        say`Ask for the slope before you drag across the step. Then ask what the layers before it get to hear: nothing, and no error message says so.`,
      ),
      slide: {
        erratum: 'E27',
        says: say`The same function is once called “Sign” and once “Step”.`,
        right: say`They differ: a step jumps from zero to one, a sign from minus one to one. At zero itself the slide has plus one; \`torch.sign\` gives ${changed('z', literal(0), value('y'))}.`,
      },
    },
    shape(
      'sigmoid',
      say`Sigmoid: a soft decision`,
      [
        say`${equal(name('y'), rule('y'), value('y'))} lies between zero and one. Its slope is largest in the middle and dies away on both sides: there the unit is *saturated* and hardly learns.`,
      ],
      say`Drag outwards and have the slope read aloud: it fades on both sides, whether the answer is right or wrong. Ask where such a unit learns best.`,
    ),
    {
      id: 'ask-sigmoid',
      program: 'flat',
      title: say`How large is the slope of the sigmoid at most?`,
      text: [say`The point stands where the curve is steepest.`],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`How large is the slope of the sigmoid at most?`,
        choices: [
          {
            says: say`${gradient('z')}`,
            right: true,
            because: say`There ${equal(name('y'), value('y'))}, and the slope is the value times one minus the value.`,
          },
          { says: say`${gradient('y')}`, right: false, because: say`That is the largest slope of tanh.` },
          { says: say`${value('y')}`, right: false, because: say`That is its *value* in the middle, not its slope.` },
        ],
      },
      note: say`Have the tangent in the middle drawn in the air before the choices come. Who says one has the range of the values in mind.`,
    },
    shape(
      'tanh',
      say`Tanh: the same bend, centred and steeper`,
      [
        say`It runs from minus one to one and passes through the origin, where its slope is ${changed('z', literal(0), gradient('z'))}, four times that of the sigmoid.`,
      ],
      say`Go back to the sigmoid and forth again: the same window, a steeper bend. Ask which of the two hands more of the blame through many layers.`,
    ),
    shape(
      'relu',
      say`ReLU: a switch`,
      [
        say`Left of the kink nothing comes through, forward or backward; right of it everything does. It is cheap, and its slope does not fade for large inputs.`,
        say`At the kink itself there is no one slope; PyTorch takes ${changed('z', literal(0), gradient('z'))}, and so do we. The open circles below show the slopes of the two sides.`,
      ],
      say`Drag slowly through zero, and stop just left and just right of it. Ask what a unit can still learn that stands on the left for every sample.`,
    ),
    {
      ...shape(
        'leaky',
        say`Leaky ReLU: a switch that is never quite off`,
        [
          say`A small slope remains on the left, here ${changed('z', literal(-1), gradient('z'))}. So a unit that is switched off can still find its way back.`,
        ],
        say`Point at the small slope on the left. Then change the slope in the program, to something above one as well, and ask whether the formula with the maximum would still draw this.`,
      ),
      slide: {
        erratum: 'E26',
        says: say`Leaky ReLU is the larger of a tenth of x and x.`,
        right: say`That is right for this slope. PyTorch’s own default is ten times smaller, and the form with the maximum is only right while the slope is at most one.`,
      },
    },
    {
      ...shape(
        'elu',
        say`ELU: a switch without an edge`,
        [
          say`Left of zero it bends smoothly towards a floor instead of lying flat, so its slope fades but is not cut off: at the point of the plot it is ${gradient('z')}, on the other side of zero it is ${changed('z', literal(-1), gradient('z'))}.`,
        ],
        say`Ask which of the three, ReLU, leaky or ELU, is kindest to a unit that has gone far to the left: only the leaky one keeps its slope there.`,
      ),
      slide: {
        erratum: 'E48',
        says: say`ELU and maxout stand in one list with the functions of one number.`,
        right: say`The slope of ELU has no jump at zero only while its parameter is one. Maxout is no function of one number: it takes the larger of two weighted sums of the inputs.`,
      },
    },
    shape(
      'maxout',
      say`Maxout: the larger of two lines`,
      [
        say`Each line has its own weights; the larger one wins, and only the winner gets the gradient. With these two lines it is the distance from the kink, in a single unit.`,
      ],
      say`Ask what it costs: two sets of weights for one unit. Remember the V; the lesson after next builds it from two ReLUs.`,
    ),
    {
      id: 'ask-zero',
      program: 'maxout',
      title: say`Which activation has slope zero wherever it has a slope?`,
      text: [say`You have seen all of the plots now. Think of the lower ones.`],
      at: 'end',
      show: { plot },
      question: {
        ask: say`Which activation has slope zero wherever it has a slope?`,
        choices: [
          {
            says: say`Sign`,
            right: true,
            because: say`It is flat on both sides of its step; on the step it has no slope at all.`,
          },
          {
            says: say`ReLU`,
            right: false,
            because: say`Only left of its kink; right of it the slope is that of a straight line.`,
          },
          {
            says: say`Maxout`,
            right: false,
            because: say`It has the slope of the line that wins: ${gradient('z')} at this point.`,
          },
          {
            says: say`Sigmoid`,
            right: false,
            because: say`It becomes very flat far out, yet it is never exactly flat.`,
          },
        ],
      },
      note: say`Hands; and rather than argue, go back to the plot in question. If many choose the sigmoid, drag it far out: small is not zero.`,
    },
    {
      id: 'softmax',
      program: 'softmax',
      title: say`Softmax is not a function of one number`,
      text: [
        say`It turns numbers into shares that sum to one: ${equal(name('p'), value('p'))}. All of them share a denominator.`,
        say`So when one input moves, every output moves. The gradient of the middle share alone is ${gradient('z')}: its own input pushes it up, the others push it down.`,
      ],
      at: 'end',
      show: { detail: 'matrices' },
      note: say`Point at one number off the diagonal below: that is enough to see that this is no function of one number. The whole matrix has a lesson of its own.`,
    },
    {
      id: 'ask-softmax',
      program: 'softmax',
      title: say`Change one input of a softmax: how many outputs move?`,
      text: [say`The outputs are ${value('p')}.`],
      at: 'forward',
      question: {
        ask: say`Change one input of a softmax: how many outputs move?`,
        choices: [
          {
            says: say`All of them`,
            right: true,
            because: say`They share the denominator: what one gains the others lose.`,
          },
          {
            says: say`Only its own`,
            right: false,
            because: say`That would be so for separate sigmoids. Here the denominator ties them together.`,
          },
          { says: say`None, they still sum to one`, right: false, because: say`The sum stays; the shares do not.` },
        ],
      },
      note: say`If the room is split, drag one input and watch all shares move. Who says that nothing moves is thinking of the sum.`,
    },
    {
      id: 'aha',
      program: 'sigmoid',
      title: say`Learning speed lives in the lower plot`,
      text: [
        say`The upper plot says what a unit answers. The lower one says how much of the blame comes through it, and so how fast everything before it learns.`,
      ],
      at: 'end',
      show: { plot },
      note: say`Everybody names one activation and the place where it stops learning. If time is short, sigmoid and ReLU are the two to remember.`,
    },
  ],
}
