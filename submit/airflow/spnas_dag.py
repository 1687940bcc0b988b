"""
### A network for a device, found, trained and exported

`prepare` -> table check or `profile` -> `search` -> `train` -> `evaluate` -> `export`, each a command of
spnas with `--resume` where it has one: a retry goes on where the try before ended, and does nothing again
that is done. Param `cluster` chooses YARN or Kubernetes. All runs of this DAG have directories of their own,
`RUNS_ROOT/RUN`, named by the run's id.

Connections: `spnas_yarn` and `spnas_local` (type Spark), or `kubernetes_default`. docs/airflow.md tells more.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta, timezone

try:
    from airflow.sdk import DAG, Param, TaskGroup, task
except ImportError:  # Airflow 2
    from airflow.decorators import task
    from airflow.models.dag import DAG
    from airflow.models.param import Param
    from airflow.utils.task_group import TaskGroup

# A site needs the provider of its own cluster only.
try:
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
except ImportError:
    SparkSubmitOperator = None
try:
    from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
except ImportError:
    SparkKubernetesOperator = None

# What is typed into JSON and command lines has no quotes and no blanks.
TEXT = r"^[^\s\"'\\{}]*$"
NEEDED = r"^[^\s\"'\\{}]+$"

PARAMS = {
    "cluster": Param("yarn", type="string", enum=["yarn", "kubernetes"], description="Where Spark runs."),
    "data": Param(
        "hdfs:///imagenet", type="string", pattern=NEEDED, description="Directory of the TFRecord shards."
    ),
    "archives": Param(
        "",
        type="string",
        pattern=TEXT,
        description="Directory of ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar and"
        " validation_synset_labels.txt, which become the shards. Empty: the shards are there.",
    ),
    "train_shards": Param(1024, type="integer", minimum=1, description="Shards of split train."),
    "validation_shards": Param(128, type="integer", minimum=1, description="Shards of split validation."),
    "config": Param(
        "hdfs:///conf/imagenet.conf",
        type="string",
        pattern=NEEDED,
        description="Settings of search and training (HOCON).",
    ),
    "target_latency_ms": Param(
        0, type="number", minimum=0, description="Runtime that the network is to have, in ms. 0: as lambda has it."
    ),
    "latency_table": Param(
        "pixel1",
        type="string",
        pattern=TEXT,
        description="Latency table of the device: a file, or the name of one that ships. Empty: the"
        " machine that runs the task is measured.",
    ),
    "workers": Param(8, type="integer", minimum=1, description="Workers; each is an executor."),
    "cores": Param(4, type="integer", minimum=1, description="Cores of a worker."),
    "executor_memory_mb": Param(
        2048, type="integer", minimum=512, description="Heap of an executor, in MB; the command resources tells it."
    ),
    "executor_overhead_mb": Param(
        8192, type="integer", minimum=512, description="Memory of an executor outside the heap, in MB; likewise."
    ),
    "driver_memory_mb": Param(1024, type="integer", minimum=512, description="Heap of the driver, in MB."),
    "driver_overhead_mb": Param(
        512, type="integer", minimum=128, description="Memory of the driver outside the heap, in MB."
    ),
    "runs_root": Param(
        "hdfs:///runs",
        type="string",
        pattern=NEEDED,
        description="Directory, which exists, for the run directories.",
    ),
    "export_root": Param(
        "", type="string", pattern=TEXT, description="Directory, which exists, for RUN.onnx. Empty: runs_root."
    ),
    "jar": Param(
        "hdfs:///apps/spnas-0.1.0.jar",
        type="string",
        pattern=NEEDED,
        description="YARN: the application's jar, as spark-submit finds it.",
    ),
    "image": Param(
        "spnas:0.1.0", type="string", pattern=NEEDED, description="Kubernetes: image of driver and executors."
    ),
    "namespace": Param(
        "spnas", type="string", pattern="^[a-z0-9-]+$", description="Kubernetes: where the pods are."
    ),
    "service_account": Param(
        "spnas", type="string", pattern="^[a-z0-9.-]+$", description="Kubernetes: of the driver's pod."
    ),
}


def run_name(run_id: str) -> str:
    """A directory's name that is the same for all tries of a DAG run, and another for each run."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", run_id).strip("-")[:60]
    return f"{readable}-{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"


RUN = "{{ params.runs_root }}/{{ run_name(run_id) }}"
TABLE = "{{ params.latency_table or params.runs_root + '/' + run_name(run_id) + '.latency.json' }}"
TARGET = "--set=search.target-latency-ms={{ params.target_latency_ms }}"
CONFIG = "--config={{ params.config }}"
DATA = "--data={{ params.data }}"
WORKERS = "--workers={{ params.workers }}"

# Command lines of spnas, task by task.
ARGUMENTS = {
    "prepare": [
        "prepare",
        "imagenet",
        "--train-tar={{ params.archives }}/ILSVRC2012_img_train.tar",
        "--validation-tar={{ params.archives }}/ILSVRC2012_img_val.tar",
        "--validation-labels={{ params.archives }}/validation_synset_labels.txt",
        "--train-shards={{ params.train_shards }}",
        "--validation-shards={{ params.validation_shards }}",
        "--out={{ params.data }}",
        "--json",
    ],
    "check_table": ["latency", f"--lut={TABLE}", CONFIG, TARGET, "--json"],
    "profile": ["profile", CONFIG, f"--out={TABLE}", "--resume", "--json"],
    "search": [
        "search",
        CONFIG,
        DATA,
        f"--run-dir={RUN}/search",
        WORKERS,
        f"--set=latency.table={TABLE}",
        TARGET,
        "--resume",
        "--json",
    ],
    "train": [
        "train",
        f"--architecture={RUN}/search/architecture.json",
        CONFIG,
        DATA,
        f"--run-dir={RUN}/train",
        WORKERS,
        "--resume",
        "--json",
    ],
    "evaluate": ["evaluate", f"--run-dir={RUN}/train", DATA, WORKERS, "--json"],
    "export": [
        "export",
        f"--run-dir={RUN}/train",
        "--format=onnx",
        "--out={{ params.export_root or params.runs_root }}/{{ run_name(run_id) }}.onnx",
        "--json",
    ],
}

# A try that takes longer is ended, and the next one goes on from its last checkpoint.
TIME_LIMITS = {
    "prepare": timedelta(hours=12),
    "check_table": timedelta(minutes=30),
    "profile": timedelta(hours=6),
    "search": timedelta(days=3),
    "train": timedelta(days=7),
    "evaluate": timedelta(hours=6),
    "export": timedelta(hours=1),
}

RUN_TASKS = ("prepare", "search", "train", "evaluate")
RUN_WORKERS = ("search", "train", "evaluate")

# Settings of Spark: those that submit/yarn.sh and submit/k8s.sh set, which a test holds.
JAVA_OPTIONS = " ".join(
    ["-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector"]
    + [
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in (
            "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util"
            " java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action"
            " sun.util.calendar"
        ).split()
    ]
    + [
        "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
        "-Djdk.reflect.useDirectMethodHandle=false",
    ]
)
MEMORY = {
    "spark.executor.memory": "{{ params.executor_memory_mb }}m",
    "spark.executor.memoryOverhead": "{{ params.executor_overhead_mb }}m",
    "spark.driver.memory": "{{ params.driver_memory_mb }}m",
    "spark.driver.memoryOverhead": "{{ params.driver_overhead_mb }}m",
}


def spark_settings(command: str) -> dict[str, str]:
    """What a command asks of Spark on any cluster."""
    settings = {
        "spark.executorEnv.KMP_BLOCKTIME": "0",
        "spark.driver.defaultJavaOptions": JAVA_OPTIONS,
        "spark.executor.defaultJavaOptions": JAVA_OPTIONS,
    }
    if command in RUN_WORKERS:
        # One worker is one executor, which is one task with all its cores.
        settings |= {
            "spark.executor.instances": "{{ params.workers }}",
            "spark.executor.cores": "{{ params.cores }}",
            "spark.task.cpus": "{{ params.cores }}",
            "spark.speculation": "false",
            "spark.dynamicAllocation.enabled": "false",
        } | MEMORY
    return settings


def on_yarn(command: str, **task_arguments):
    """A command by spark-submit; one that runs no tasks of Spark, on the machine of the Airflow worker."""
    if command in RUN_TASKS:
        where = {
            "conn_id": "spnas_yarn",
            # YARN would start a failed application again, beside Airflow's own retry.
            "conf": spark_settings(command) | {"spark.yarn.maxAppAttempts": "1"},
        }
    else:
        where = {
            "conn_id": "spnas_local",
            "conf": {"spark.driver.defaultJavaOptions": JAVA_OPTIONS},
            "env_vars": {"KMP_BLOCKTIME": "0"},
        }
    return SparkSubmitOperator(
        task_id=command,
        name=f"spnas-{command.replace('_', '-')}",
        application="{{ params.jar }}",
        java_class="io.spnas.cli.Main",
        application_args=ARGUMENTS[command],
        **where,
        **task_arguments,
    )


def number(template: str) -> str:
    """Marks a template whose value stands in JSON without quotes."""
    return f"<<{template}>>"


def pod(role: str) -> dict:
    """The template of submit/kubernetes/ROLE-pod.yaml, which a test holds."""
    labels = {"app.kubernetes.io/name": "spnas", "app.kubernetes.io/component": role}
    only_executor = {
        "automountServiceAccountToken": False,
        "affinity": {
            "podAntiAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {
                        "weight": 100,
                        "podAffinityTerm": {
                            "topologyKey": "kubernetes.io/hostname",
                            "labelSelector": {"matchLabels": labels},
                        },
                    }
                ]
            }
        },
    }
    return {
        "metadata": {"labels": labels},
        "spec": {
            # The last step is finished and kept before the pod ends.
            "terminationGracePeriodSeconds": 150,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 185,
                "runAsGroup": 185,
                "fsGroup": 185,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [
                {
                    "name": f"spark-kubernetes-{role}",
                    "envFrom": [{"secretRef": {"name": "spnas-store", "optional": True}}],
                    "resources": {
                        "requests": {"ephemeral-storage": "1Gi"},
                        "limits": {"ephemeral-storage": "8Gi"},
                    },
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]},
                    },
                    "volumeMounts": [
                        {"name": "tmp", "mountPath": "/tmp"},
                        {"name": "work", "mountPath": "/opt/spnas/work"},
                    ],
                }
            ],
            "volumes": [
                {"name": "tmp", "emptyDir": {"sizeLimit": "4Gi"}},
                {"name": "work", "emptyDir": {"sizeLimit": "1Gi"}},
            ],
        }
        | (only_executor if role == "executor" else {}),
    }


def spark_application(command: str) -> str:
    """A SparkApplication of Kubeflow's operator, as a template of JSON."""
    settings = spark_settings(command) | {"spark.kubernetes.driverEnv.KMP_BLOCKTIME": "0"}
    # The operator has fields for these.
    for key in [*MEMORY, "spark.executor.instances", "spark.executor.cores"]:
        settings.pop(key, None)
    application = {
        "apiVersion": "sparkoperator.k8s.io/v1beta2",
        "kind": "SparkApplication",
        "metadata": {
            "name": f"spnas-{command.replace('_', '-')}",
            "namespace": "{{ params.namespace }}",
        },
        "spec": {
            "type": "Java",
            "mode": "cluster",
            "sparkVersion": "3.5.5",
            "image": "{{ params.image }}",
            "imagePullPolicy": "IfNotPresent",
            "mainClass": "io.spnas.cli.Main",
            "mainApplicationFile": "local:///opt/spnas/spnas.jar",
            "arguments": ARGUMENTS[command],
            "sparkConf": settings,
            # Airflow retries; two that do would meet in one run directory.
            "restartPolicy": {"type": "Never"},
            "driver": {
                "template": pod("driver"),
                "cores": 1,
                "memory": MEMORY["spark.driver.memory"],
                "memoryOverhead": MEMORY["spark.driver.memoryOverhead"],
                "serviceAccount": "{{ params.service_account }}",
            },
            "executor": {
                "template": pod("executor"),
                "instances": number("{{ params.workers }}"),
                "cores": number("{{ params.cores }}"),
                "memory": MEMORY["spark.executor.memory"],
                "memoryOverhead": MEMORY["spark.executor.memoryOverhead"],
            },
        },
    }
    return json.dumps(application, indent=1).replace('"<<', "").replace('>>"', "")


def on_kubernetes(command: str, **task_arguments):
    """A command as a SparkApplication; the driver's log is the task's."""
    return SparkKubernetesOperator(
        task_id=command,
        namespace="{{ params.namespace }}",
        application_file=spark_application(command),
        # The image may have to be fetched, and nodes be added.
        startup_timeout_seconds=1800,
        **task_arguments,
    )


CLUSTERS = {
    cluster: operator
    for cluster, operator, provider in (
        ("yarn", on_yarn, SparkSubmitOperator),
        ("kubernetes", on_kubernetes, SparkKubernetesOperator),
    )
    if provider
}


def build(cluster: str, operator) -> list:
    """The tasks of one cluster; gives those that may come first."""

    def command(name: str, **more):
        return operator(name, execution_timeout=TIME_LIMITS[name], **more)

    @task.branch(task_id="choose_table", trigger_rule="none_failed_min_one_success")
    def choose_table(**context):
        return f"{cluster}.{'check_table' if context['params']['latency_table'] else 'profile'}"

    with TaskGroup(group_id=cluster):
        prepare = command("prepare")
        table = choose_table()
        search = command("search", trigger_rule="none_failed_min_one_success")
        prepare >> table >> [command("check_table"), command("profile")] >> search
        search >> command("train") >> command("evaluate") >> command("export")
    return [prepare, table]


with DAG(
    dag_id="spnas",
    description="Search, train and export a convolutional network for a device.",
    doc_md=__doc__,
    schedule="@monthly",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    tags=["spnas", "spark"],
    params=PARAMS,
    user_defined_macros={"run_name": run_name},
    default_args={
        "owner": "spnas",
        "retries": 3,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(hours=1),
        # Where the Spark operator can follow an application by YARN's own server, it would need that
        # server's address; spark-submit's exit status tells the same.
        "durable": False,
    },
):

    @task.branch(task_id="choose_cluster")
    def choose_cluster(**context):
        chosen = context["params"]["cluster"]
        if chosen not in CLUSTERS:
            raise ValueError(f"No provider for cluster {chosen}, expected it to be installed; found {list(CLUSTERS)}")
        return f"{chosen}.{'prepare' if context['params']['archives'] else 'choose_table'}"

    chosen = choose_cluster()
    for name, operator in CLUSTERS.items():
        chosen >> build(name, operator)
