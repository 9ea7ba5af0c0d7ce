import type { Lesson } from '../lesson.ts'
import { bucket, equal, gradient, name, partial, rule, say, value } from '../prose.ts'

const main = `# Three backward passes, no zeroing
import torch

w = torch.tensor(3.0, requires_grad=True)

for i in range(3):
    J = w**2
    J.backward()
    print(w.grad)
`
const loop = (title: string, zero: string): string => `# ${title}
import torch

w = torch.tensor(3.0, requires_grad=True)
gamma = 0.1

for step in range(8):
    J = w**2
    J.backward()
    with torch.no_grad():
        w -= gamma * w.grad
${zero}`

/** Every bucket emptied, and each step follows a sum of its own. */
const momentum = `# Training with momentum one, the bucket emptied
import torch

w = torch.tensor(3.0, requires_grad=True)
speed = torch.tensor(0.0)
gamma = 0.1

for step in range(8):
    J = w**2
    J.backward()
    with torch.no_grad():
        speed += w.grad
        w -= gamma * speed
    w.grad = None
`

export const lesson: Lesson = {
  id: 'zero-grad',
  title: 'zero_grad: the bucket that never empties',
  part: 'pytorch',
  goal: 'Say what .grad holds after several backward passes, and what training does when nobody empties it.',
  programs: {
    main,
    emptied: loop('Training, the bucket emptied', '    w.grad = None\n'),
    kept: loop('Training, nobody empties the bucket', ''),
    momentum,
  },
  beats: [
    {
      id: 'first',
      title: say`One backward pass`,
      text: [say`${equal(name('J'), rule('J'))}, so ${equal(partial('w'), gradient('w'))}. It is left in \`w.grad\`.`],
      pass: 0,
      at: 'start',
      until: 'end',
      note: say`Ask where the number goes when the pass is over, and point at the bucket.`,
    },
    {
      id: 'second',
      title: say`The second pass finds something in the bucket`,
      text: [
        say`The same computation again, the same gradient ${gradient('w')}. But PyTorch *adds* it to what is there: \`w.grad\` holds ${bucket('w')} now.`,
      ],
      pass: 1,
      at: 'forward',
      until: 'end',
      note: say`Ask for the content before you press. Who says that nothing changes believes that the bucket empties itself.`,
    },
    {
      id: 'ask-third',
      title: say`And after the third pass?`,
      text: [say`Nobody has emptied the bucket.`],
      pass: 2,
      at: 'forward',
      until: 'end',
      question: {
        ask: say`What does \`w.grad\` hold after the third pass?`,
        choices: [
          {
            says: say`${bucket('w')}`,
            right: true,
            because: say`It adds up: ${bucket('w', { pass: 0 })}, ${bucket('w', { pass: 1 })}, ${bucket('w')}.`,
          },
          {
            says: say`${gradient('w')}`,
            right: false,
            because: say`That is what this pass brings; it is added to what was there.`,
          },
          {
            says: say`${bucket('w', { pass: 1 })}`,
            right: false,
            because: say`That was there before; this pass adds its own.`,
          },
        ],
      },
      slide: {
        erratum: 'E25',
        says: say`\`zero_grad\` sets all gradients to zero.`,
        right: say`Today it sets them to \`None\` by default, which is faster and says more. What matters is the same: the bucket is empty before the next pass.`,
      },
      note: say`Half a minute. Afterwards read the printed lines aloud: they are what the bucket holds, not what one pass has brought.`,
    },
    {
      id: 'emptied',
      program: 'emptied',
      title: say`Training with an empty bucket`,
      text: [
        say`Each step follows its own slope only: ${value('w', { pass: 0 })}, ${value('w', { pass: 1 })}, ${value('w', { pass: 2 })}, ${value('w', { pass: 3 })}, and on towards the bottom.`,
      ],
      pass: 7,
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-4, 4], beside: false } },
      note: say`Ask for the factor from one number to the next: each step takes the same part of the way that is left.`,
    },
    {
      id: 'ask-kept',
      program: 'kept',
      title: say`Without emptying, training is…`,
      text: [say`The same loop without the last line: every step follows the sum of all slopes so far.`],
      pass: 0,
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-4, 4], beside: false } },
      question: {
        ask: say`Without emptying, training is…`,
        choices: [
          {
            says: say`an endless swing`,
            right: true,
            because: say`The old slopes push it through the bottom and up the other side, and back: ${value('w', { pass: 3 })}, ${value('w', { pass: 4 })}, ${value('w', { pass: 5 })}, ${value('w', { pass: 6 })}…`,
          },
          {
            says: say`three times faster`,
            right: false,
            because: say`The steps do grow at first: the old slopes push along. But that push never fades, and carries it past the bottom.`,
          },
          {
            says: say`the same, only with larger steps`,
            right: false,
            because: say`The step no longer follows the slope of the place: it remembers every slope before.`,
          },
        ],
      },
      note: say`Let someone defend *faster*: at the first steps it is even true. Then ask what stops it at the bottom.`,
    },
    {
      id: 'kept',
      program: 'kept',
      title: say`The swing`,
      text: [
        say`It goes through the bottom without stopping: ${value('w', { pass: 2 })}, ${value('w', { pass: 3 })}, ${value('w', { pass: 4 })}, …, ${value('w')}. However long one waits, it does not come to rest.`,
      ],
      pass: 7,
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-4, 4], beside: false } },
      note: say`Follow the points with a finger, like a swing. Ask what is missing: friction.`,
    },
    {
      id: 'momentum',
      program: 'momentum',
      title: say`The swing has a name: momentum that never fades`,
      text: [
        say`This program does empty the bucket. But it keeps a sum of its own, the speed, and steps along that: ${value('w', { pass: 2 })}, ${value('w', { pass: 3 })}, ${value('w', { pass: 4 })}, …, ${value('w')}, the same swing.`,
        say`Forgetting \`zero_grad\` is descent with momentum one, without anybody having asked for it. Momentum that is meant lets the old slopes fade a little at every step.`,
      ],
      pass: 7,
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-4, 4], beside: false } },
      note: say`Compare number by number with the beat before. Ask where friction would go: a factor below one in front of the old speed.`,
    },
    {
      id: 'aha',
      title: say`The += of the fork, across calls`,
      text: [
        say`Adding up is what makes forks right, and it does not stop between calls. On purpose it gathers the gradients of a large batch in pieces; by accident it spoils the training.`,
      ],
      program: 'main',
      pass: 2,
      at: 'end',
      note: say`Ask where this plus-equals was met first. Then the two sentences: on purpose for large batches, by accident when one forgets.`,
    },
  ],
}
