"""Loads a DAG with stand-ins for what it imports of Airflow, and prints it as JSON.

    airflow_stand_in.py DAG_FILE AIRFLOW PROVIDERS RUN_ID PARAMS

AIRFLOW is 2 or 3: which modules there are, and which arguments the operators take (of 2.7 with its
providers, and of 3). PROVIDERS are those installed: spark, kubernetes, both with a comma. PARAMS are given
as JSON and held to their types; templates are rendered by Jinja, as Airflow does.
"""

import importlib.util
import inspect
import json
import re
import sys
import types

import jinja2

DAGS, TASKS, GROUPS = [], [], []
BASE = {"task_id", "execution_timeout", "trigger_rule", "retries", "retry_delay", "owner"}
BASE |= {"retry_exponential_backoff", "max_retry_delay"}
SUBMIT = {
    "application", "conf", "conn_id", "files", "py_files", "archives", "driver_class_path", "jars", "java_class",
    "packages", "exclude_packages", "repositories", "total_executor_cores", "executor_cores", "executor_memory",
    "driver_memory", "keytab", "principal", "proxy_user", "name", "num_executors", "status_poll_interval",
    "application_args", "env_vars", "verbose", "spark_binary", "properties_file", "use_krb5ccache",
}
SUBMIT_3 = {"yarn_queue", "deploy_mode", "post_submit_commands", "yarn_track_via_rm_api", "durable"}
KUBERNETES = {
    "image", "code_path", "namespace", "name", "application_file", "template_spec", "get_logs", "do_xcom_push",
    "success_run_history_limit", "startup_timeout_seconds", "log_events_on_failure", "reattach_on_restart",
    "delete_on_termination", "kubernetes_conn_id",
}
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


class Param:
    def __init__(self, default, description=None, **schema):
        self.default, self.description, self.schema = default, description, schema

    def resolve(self, name, value):
        schema = self.schema
        assert isinstance(value, TYPES[schema["type"]]), f"{name}: {value!r}, expected {schema['type']}"
        assert value in schema.get("enum", [value]), f"{name}: {value!r}, expected one of {schema['enum']}"
        assert value >= schema.get("minimum", value), f"{name}: {value!r}, expected {schema['minimum']} or more"
        assert re.search(schema.get("pattern", ""), str(value)), f"{name}: {value!r}, expected {schema.get('pattern')}"
        return value


class DAG:
    def __init__(self, dag_id, *, description=None, doc_md=None, schedule=None, start_date=None, catchup=True,
                 max_active_runs=16, tags=None, params=None, user_defined_macros=None, default_args=None):
        self.__dict__.update({k: v for k, v in locals().items() if k != "self"})

    def __enter__(self):
        DAGS.append(self)
        return self

    def __exit__(self, *_):
        pass


class TaskGroup:
    def __init__(self, group_id):
        self.group_id = group_id

    def __enter__(self):
        GROUPS.append(self.group_id)
        return self

    def __exit__(self, *_):
        GROUPS.pop()


class Operator:
    takes = set()
    template_fields = ()

    def __init__(self, **given):
        unknown = set(given) - BASE - self.takes
        assert not unknown, f"Invalid arguments were passed to {type(self).__name__}: {sorted(unknown)}"
        defaults = {k: v for k, v in DAGS[-1].default_args.items() if k in BASE | self.takes}
        self.arguments = {"trigger_rule": "all_success", **defaults, **given}
        self.task_id = ".".join([*GROUPS, given["task_id"]])
        self.upstream = []
        assert self.task_id not in [other.task_id for other in TASKS], self.task_id
        TASKS.append(self)

    def __rshift__(self, others):
        for other in others if isinstance(others, list) else [others]:
            other.upstream.append(self.task_id)
        return others

    def __rrshift__(self, others):
        for other in others:
            other >> self
        return self


class Branch(Operator):
    takes = {"python_callable"}


class Task:
    @staticmethod
    def branch(**arguments):
        def decorate(function):
            # Airflow fills in the context by the names of the parameters.
            assert inspect.signature(function).parameters.keys() == {"context"}
            return lambda: Branch(python_callable=function, **arguments)

        return decorate


def submit_operator(airflow):
    takes = SUBMIT | (SUBMIT_3 if airflow == "3" else set())
    fields = ("application", "conf", "application_args", "name", "env_vars")
    return type("SparkSubmitOperator", (Operator,), {"takes": takes, "template_fields": fields})


def kubernetes_operator():
    fields = ("application_file", "namespace", "template_spec")
    return type("SparkKubernetesOperator", (Operator,), {"takes": KUBERNETES, "template_fields": fields})


def module(name, **content):
    parts = name.split(".")
    for i in range(1, len(parts)):
        sys.modules.setdefault(".".join(parts[:i]), types.ModuleType(".".join(parts[:i])))
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


def install(airflow, providers):
    if airflow == "3":
        module("airflow.sdk", DAG=DAG, Param=Param, TaskGroup=TaskGroup, task=Task)
    else:
        module("airflow.decorators", task=Task)
        module("airflow.models.dag", DAG=DAG)
        module("airflow.models.param", Param=Param)
        module("airflow.utils.task_group", TaskGroup=TaskGroup)
    if "spark" in providers:
        module("airflow.providers.apache.spark.operators.spark_submit", SparkSubmitOperator=submit_operator(airflow))
    if "kubernetes" in providers:
        module(
            "airflow.providers.cncf.kubernetes.operators.spark_kubernetes",
            SparkKubernetesOperator=kubernetes_operator(),
        )


def render(value, environment, context):
    if isinstance(value, str):
        return environment.from_string(value).render(context)
    if isinstance(value, list):
        return [render(each, environment, context) for each in value]
    if isinstance(value, dict):
        return {key: render(each, environment, context) for key, each in value.items()}
    return value


def told(value):
    return value.total_seconds() if hasattr(value, "total_seconds") else value


def main(file, airflow, providers, run_id, given):
    install(airflow, providers.split(","))
    spec = importlib.util.spec_from_file_location("dag_file", file)
    spec.loader.exec_module(dag_file := importlib.util.module_from_spec(spec))
    assert dag_file and len(DAGS) == 1
    dag = DAGS[0]
    given = json.loads(given)
    assert set(given) <= set(dag.params), f"Unknown params {sorted(set(given) - set(dag.params))}"
    params = {name: param.resolve(name, given.get(name, param.default)) for name, param in dag.params.items()}
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    environment.globals.update(dag.user_defined_macros)
    context = {"params": params, "run_id": run_id}
    tasks = {}
    for task in TASKS:
        shown = {key: told(value) for key, value in task.arguments.items() if key != "python_callable"}
        shown |= {field: render(shown.get(field), environment, context) for field in task.template_fields}
        shown |= {"operator": type(task).__name__, "upstream": sorted(task.upstream)}
        if isinstance(task, Branch):
            shown["follows"] = task.arguments["python_callable"](**context)
        tasks[task.task_id] = shown
    print(json.dumps({
        "dag_id": dag.dag_id,
        "schedule": dag.schedule,
        "start_date": dag.start_date.isoformat(),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "doc_md": dag.doc_md,
        "params": {n: {"default": p.default, "description": p.description, **p.schema} for n, p in dag.params.items()},
        "tasks": tasks,
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
