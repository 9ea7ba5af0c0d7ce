import { run } from '../lang/runProgram.ts'

// one program in, its run out
self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(run(data))
