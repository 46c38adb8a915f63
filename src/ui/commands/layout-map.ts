import { useEffect, useState } from 'react';

interface KeyboardOfNavigator {
  keyboard?: { getLayoutMap?(): Promise<ReadonlyMap<string, string>> };
}

/** The character that each place of the reader's keyboard types; undefined until it is known, and where the browser does not tell. */
export function useKeyboardLayout(): ReadonlyMap<string, string> | undefined {
  const [layout, setLayout] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    let gone = false;
    // Refused inside frames of another origin
    void (navigator as KeyboardOfNavigator).keyboard?.getLayoutMap?.().then(
      (map) => !gone && setLayout(map),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return layout;
}
