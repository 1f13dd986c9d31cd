// Small comforts on top of pages that work without any script.

// Filters apply as soon as one is chosen.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  // Empty parameters only make addresses long.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// A second press of a button doesn't send a form twice.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Files that are too large are told so before they are sent.
for (const input of document.querySelectorAll("input[type=file][data-max]")) {
  input.addEventListener("change", () => {
    const most = Number(input.dataset.max);
    const files = [...input.form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
    const isTooMuch = files.reduce((sum, { size }) => sum + size, 0) > most;
    for (const each of input.form.querySelectorAll("input[type=file]")) each.setCustomValidity("");
    input.setCustomValidity(isTooMuch ? `Files may have at most ${Math.round(most / 1e6)} MB together.` : "");
    input.reportValidity();
  });
}

// What was refused is where the reader should be.
document.querySelector("[aria-invalid=true]")?.focus();
