// Asks the person at the terminal one question. Knows the terminal; decides nothing.
import { createInterface } from 'node:readline';

/** The line that was typed; null when the terminal was closed or Ctrl-C pressed instead. */
export function askPerson(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(null));
    lines.once('SIGINT', () => {
      process.stdout.write('\n');
      lines.close();
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
