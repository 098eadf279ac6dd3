#!/usr/bin/env python3
"""Makes `manifest.json` and `answers.txt` anew: what `dbt ls` selects of the project in `project`.

usage: make.py [VENV]     VENV is a virtual environment with dbt in it; without it one is made, with dbt from PyPI

`selectors.txt` holds what is asked. The manifest is cut down to what Glassbox reads of it when it selects, one
node a line. Tests and unit tests are left out of the answers: they are no assets in Glassbox.
"""
import contextlib
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["dbt-core~=1.11.0", "dbt-duckdb~=1.11.0"]
SECTIONS = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "functions"]
KEYS = """name resource_type package_name original_file_path patch_path fqn tags config meta group access version
    latest_version attached_node column_name source_name""".split()


def spelled_out(line):
    """A line once for each combination of the words in its braces."""
    parts = [part.split(",") if at % 2 else [part] for at, part in enumerate(re.split(r"\{([^{}]*)\}", line))]
    return ["".join(words) for words in itertools.product(*parts)]


def questions():
    """What is asked: a selector, and what is excluded from it; each once."""
    with open(os.path.join(HERE, "selectors.txt"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    return list(dict.fromkeys(question for line in lines for question in spelled_out(line)))


def filled(value):
    """A record without what is null or empty: to Glassbox as to dbt, neither can be selected."""
    if not isinstance(value, dict):
        return value
    kept = {key: filled(item) for key, item in value.items()}
    return {key: item for key, item in kept.items() if item not in (None, [], {})}


def cut_down(node):
    small = filled({key: node.get(key) for key in KEYS})
    if "tags" in node:
        small["tags"] = node["tags"]
    if node.get("test_metadata"):
        small["test_metadata"] = {"name": node["test_metadata"]["name"]}
    reads = (node.get("depends_on") or {}).get("nodes")
    return small | ({"depends_on": {"nodes": reads}} if reads else {})


def write_manifest(manifest):
    named = {"metadata": {key: manifest["metadata"][key] for key in ("dbt_schema_version", "dbt_version", "project_name")}}
    parts = [f'"{key}":{json.dumps(value)}' for key, value in named.items()]
    parts.append(f'"selectors":{json.dumps(manifest["selectors"])}')
    parts.append(f'"disabled":{json.dumps({key: [{}] for key in sorted(manifest["disabled"])})}')
    for section in SECTIONS:
        nodes = sorted(manifest.get(section, {}).items())
        lines = [f'"{key}":{json.dumps(cut_down(node))}' for key, node in nodes]
        parts.append(f'"{section}":{{' + ",".join("\n" + line for line in lines) + "}")
    with open(os.path.join(HERE, "manifest.json"), "w", encoding="utf-8") as file:
        file.write("{" + ",\n".join(parts) + "}\n")


def ask(runner, question):
    """The ids that `dbt ls` lists, or `None` where it refuses."""
    select, *exclude = [part.strip() for part in question.split("|")]
    arguments = ["ls", "--quiet", "--resource-type", "all", "--output", "json", "--output-keys", "unique_id"]
    name = re.fullmatch(r"selector:(\w+)", select)
    arguments += ["--selector", name[1]] if name else ["--select", select]
    for part in exclude:
        arguments += ["--exclude", part]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        answer = runner.invoke(arguments)
    if not answer.success:
        return None
    ids = [json.loads(line)["unique_id"] for line in answer.result]
    return sorted(id for id in ids if id.split(".")[0] not in ("test", "unit_test"))


def answers():
    """Run with the Python that has dbt, in a copy of the project."""
    from dbt.cli.main import dbtRunner

    runner = dbtRunner()
    for command in (["deps"], ["parse", "--no-partial-parse"]):
        if not runner.invoke(["--quiet", *command]).success:
            sys.exit(f"dbt {command[0]} failed")
    with open("target/manifest.json", encoding="utf-8") as file:
        write_manifest(json.load(file))
    with open(os.path.join(HERE, "answers.txt"), "w", encoding="utf-8") as file:
        file.write("# Made by make.py: each question with what `dbt ls` lists, or `refused`.\n")
        for question in questions():
            ids = ask(runner, question)
            file.write(f"{question}\n  {'refused' if ids is None else ' '.join(ids) or 'nothing'}\n")


def main():
    if os.environ.get("SELECTION_ANSWERS"):
        return answers()
    with tempfile.TemporaryDirectory() as scratch:
        home = sys.argv[1] if len(sys.argv) > 1 else os.path.join(scratch, "venv")
        python = os.path.join(os.path.abspath(home), "bin", "python")
        if not os.path.exists(python):
            venv.create(home, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        project = os.path.join(scratch, "project")
        shutil.copytree(os.path.join(HERE, "project"), project)
        settings = {"SELECTION_ANSWERS": "1", "DBT_PROFILES_DIR": project, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
        subprocess.run([python, os.path.abspath(__file__)], cwd=project, env=os.environ | settings, check=True)


if __name__ == "__main__":
    main()
