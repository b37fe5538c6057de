// Says that the console's policy let its own script run.
document.documentElement.dataset.script = "ran";
