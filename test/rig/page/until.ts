// more than anything in these tests takes on a machine that does something else as well
const patience = 10_000
const pause = 10

/** Waits until a condition holds; rejects, naming `what`, when it does not. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + patience
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It never happened that ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
