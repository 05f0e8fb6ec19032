import { mount } from "svelte";
import App from "./App.svelte";
import { start } from "./lib/router.svelte";
import { ROUTES } from "./routes";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/field.css";

start(ROUTES);
const target = document.getElementById("app");
if (target) mount(App, { target });
