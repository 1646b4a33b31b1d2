/** Watches one delivery. */
export interface StallWatch {
  /** The delivery goes on: it has all of its time again. Without effect once it stalled or is over. */
  progress(): void;
  /** The delivery is over. */
  end(): void;
}

/** Calls `onStalled`, at most once, when `afterMs` have gone by without progress. */
export function watchDelivery(afterMs: number, onStalled: () => void): StallWatch {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    onStalled();
  }, afterMs);
  return {
    progress: () => {
      // A timer that has fired, or was cleared, would begin anew.
      if (!isOver) timer.refresh();
    },
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
