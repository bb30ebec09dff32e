import { describe, expect, it } from "vitest";
import { isolated, shortened } from "./bidi";

describe("a text of somebody else's in a sentence of ours", () => {
  it("stays as it is where it turns nothing", () => {
    for (const name of ["Neha Kulkarni", "श्रीमती अन्नपूर्णा", "O’Brien & Söhne", "李", "🙂"])
      expect(isolated(name)).toBe(name);
  });

  it("keeps its direction to itself where it has one of its own", () => {
    for (const name of ["محمد علي", "שרה", "Neha \u202e00.005", "a\u2066b"])
      expect(isolated(name)).toBe(`\u2068${name}\u2069`);
  });

  it("is cut between letters and never within one", () => {
    expect(shortened("Neha Kulkarni", 32)).toBe("Neha Kulkarni");
    expect(shortened("abcdef", 4)).toBe("abc…");
    expect(shortened("श्रीमती", 3)).toBe("श्री…");
    expect(shortened("🙂🙂🙂🙂", 3)).toBe("🙂🙂…");
  });
});
