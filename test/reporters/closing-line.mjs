/** Prints `N passed, N failed, N skipped` as the last line, and fails on skips where CI asks for all to run. */
export default class ClosingLine {
  #skipIsFailure = process.env.PARLEY_TEST_NO_SKIPS === '1';
  #last;

  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    // A suite that could not even be loaded ran no test, and is a failure all the same.
    const broken = results.testResults.filter((file) => file.testExecError).length;
    const failed = results.numFailedTests + broken + (this.#skipIsFailure ? skipped : 0);
    for (const file of this.#skipIsFailure ? results.testResults : []) {
      for (const test of file.testResults) {
        if (test.status === 'pending' || test.status === 'todo')
          console.log(`skipped, counted as failed: ${test.fullName}`);
      }
    }
    this.#last = { failed };
    console.log(`${results.numPassedTests} passed, ${failed} failed, ${this.#skipIsFailure ? 0 : skipped} skipped`);
  }

  getLastError() {
    if (this.#skipIsFailure && this.#last?.failed > 0)
      return new Error('tests failed, or were skipped where none may be');
    return undefined;
  }
}
