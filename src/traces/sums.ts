/** What adds up along the parents of a span. */
export interface Sums {
  prompt: number;
  completion: number;
  total: number;
  errors: number;
  /** Null while nothing below has a price. */
  cost: number | null;
}

export const NOTHING: Readonly<Sums> = {
  prompt: 0,
  completion: 0,
  total: 0,
  errors: 0,
  cost: null
};

export function addSums(a: Readonly<Sums>, b: Readonly<Sums>): Sums {
  return {
    prompt: a.prompt + b.prompt,
    completion: a.completion + b.completion,
    total: a.total + b.total,
    errors: a.errors + b.errors,
    cost: a.cost === null ? b.cost : a.cost + (b.cost ?? 0)
  };
}

export function subtractSums(a: Readonly<Sums>, b: Readonly<Sums>): Sums {
  return {
    prompt: a.prompt - b.prompt,
    completion: a.completion - b.completion,
    total: a.total - b.total,
    errors: a.errors - b.errors,
    cost: b.cost === null ? a.cost : (a.cost ?? 0) - b.cost
  };
}

export function isNothing({ prompt, completion, total, errors, cost }: Readonly<Sums>): boolean {
  return prompt === 0 && completion === 0 && total === 0 && errors === 0 && cost === null;
}
