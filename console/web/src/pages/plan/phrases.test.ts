import { expect, test } from "vitest";
import { chinese } from "./phrases";

test("the most exact pattern wins, and values stand in their places", () => {
  expect(chinese("the name of a flow")).toBe("流程名");
  expect(chinese("the name of a variable")).toBe("变量名");
  expect(chinese("did you mean 'goodbye'?")).toBe("是否想写“goodbye”？");
  expect(chinese("a whole number from 1 to 9")).toBe("1 到 9 之间的整数");
});

test("a value that is a phrase is translated too, and what nobody knows stays", () => {
  expect(chinese("7001 is the number of queue help")).toBe("7001 是队列 help 的号码");
  expect(chinese("something quite new")).toBe("something quite new");
});

test("notes of the simulator", () => {
  expect(chinese("welcome.2: choice 1 leads to line [help.me]", "notes")).toBe("welcome.2：选择 1 到 line [help.me]");
  expect(chinese("line.1 waits in queue help", "notes")).toBe("line.1 在队列 help 等待");
});
