import { expect, test } from 'vitest';
import { FRAME_MS, FrameBudget } from './frame-budget.ts';

/** Draws `frames` frames on a machine of this speed; returns the cost of the last one. */
function play(
  budget: FrameBudget,
  { fixedMs, perMs }: { fixedMs: number; perMs: number },
  frames = 60
) {
  let cost = 0;
  for (let n = 0; n < frames; n++) {
    const points = budget.points(1_000_000);
    // Frames never cost the same twice.
    cost = fixedMs + (points / perMs) * (1 + 0.1 * Math.sin(n * 1.7));
    budget.measured(points, cost);
  }
  return { cost, points: budget.points(1_000_000) };
}

test('points() settles near the frame time on a software renderer', () => {
  const { cost } = play(new FrameBudget(), { fixedMs: 10, perMs: 1200 });
  expect(cost).toBeGreaterThan(FRAME_MS * 0.6);
  expect(cost).toBeLessThan(FRAME_MS * 1.4);
});

test('points() reaches a million on a graphics card within 40 frames', () => {
  const { points } = play(new FrameBudget(), { fixedMs: 1, perMs: 200_000 }, 40);
  expect(points).toBe(1_000_000);
});

test('points() keeps a picture when the fixed cost alone eats the frame', () => {
  const { points } = play(new FrameBudget(), { fixedMs: 45, perMs: 1500 });
  expect(points).toBeGreaterThanOrEqual(20_000);
  expect(points).toBeLessThan(60_000);
});

test('points() comes down again when the machine becomes slow', () => {
  const budget = new FrameBudget();
  play(budget, { fixedMs: 2, perMs: 100_000 });
  const { cost } = play(budget, { fixedMs: 8, perMs: 1000 });
  expect(cost).toBeLessThan(FRAME_MS * 1.6);
});

test('points() never asks for more than there are', () => {
  expect(new FrameBudget().points(10)).toBe(10);
});
