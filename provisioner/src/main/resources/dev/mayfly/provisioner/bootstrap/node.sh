# The dead man's switch above is armed. What follows may fail at any line: the node still ends with its lease.
set -u
home=/var/lib/mayfly
mkdir -p $home/runtime /opt/mayfly
exec 3>&1 >> /var/log/mayfly.log 2>&1
say() {
  local line
  line="mayfly $role $slot: $*"
  echo "$line"
  { echo "$line" > /dev/console; } 2> /dev/null || true
}

# --- the metadata service (IMDSv2) --------------------------------------------------------------------------------
imds=http://169.254.169.254/latest
meta() { # meta PATH: prints its value, fails where there is none
  local token
  token=$(curl -sf -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $imds/api/token) || return 1
  curl -sf -m 2 -H "X-aws-ec2-metadata-token: $token" "$imds/$1"
}

# When this node was launched, in seconds; when it booted, where nobody says so.
launched() {
  local at
  at=$(meta dynamic/instance-identity/document | sed -n 's/.*"pendingTime" *: *"\([^"]*\)".*/\1/p')
  if [ -n "$at" ]; then date -d "$at" +%s; else echo $(($(date +%s) - $(cut -d. -f1 /proc/uptime))); fi
}

# --- the agent: the lease, the notice of an interruption, the master ------------------------------------------------
drain() { # drain REASON
  [ -e $home/draining ] && return
  touch $home/draining
  say "drains: $*"
  # Spark moves blocks and takes no new task on this signal.
  [ -s $home/worker.pid ] && kill -PWR "$(cat $home/worker.pid)" 2> /dev/null
}

drained() { # drained PID: the worker is over, or its executors are: they end when they have handed over what they held
  ! kill -0 "$1" 2> /dev/null || [ -z "$(cat /proc/"$1"/task/*/children 2> /dev/null | tr -d ' \n')" ]
}

agent() {
  local start until said now lost=0 armed=''
  start=$(launched)
  while :; do
    now=$(date +%s)
    until=$((start + lease))
    said=$(meta meta-data/tags/instance/mayfly:lease-until) && said=$(date -d "$said" +%s 2> /dev/null) && until=$said
    if [ "$now" -ge "$until" ]; then
      say "the lease is over"
      shutdown -P now
    elif [ "$until" != "$armed" ]; then
      shutdown -P +$(((until - now + 59) / 60))
      armed=$until
      say "lives for $((until - now)) s"
    fi
    meta meta-data/spot/instance-action > /dev/null && drain "EC2 takes this spot instance back"
    [ "$(meta meta-data/tags/instance/mayfly:state)" = draining ] && drain "it is not needed any more"
    if [ -e $home/draining ] && [ -s $home/worker.pid ] && drained "$(cat $home/worker.pid)"; then
      say "is drained"
      shutdown -P now
    fi
    if [ "$role" = worker ]; then
      # Spark, or what serves the runtime before Spark is there.
      if timeout 3 bash -c ": < /dev/tcp/$master/7077 || : < /dev/tcp/$master/7070" 2> /dev/null; then
        lost=$now
      elif [ $lost = 0 ]; then
        lost=$now
      elif [ $((now - lost)) -ge "${orphaned_after:-600}" ]; then
        say "has not reached its master $master for ${orphaned_after:-600} s: it is gone"
        shutdown -P now
      fi
    elif [ -e $home/up ] && ! kill -0 "$(cat $home/master.pid)" 2> /dev/null; then
      say "its master ended: $(tail -n 2 /var/log/mayfly.log | tr '\n' ' ')"
      shutdown -P now
    fi
    sleep 2
  done
}
agent 3>&- &
echo $! > $home/agent.pid

# --- what is installed ----------------------------------------------------------------------------------------------
fail() {
  say "FAILED: $*"
  touch $home/failed
  exit 1
}
fetch() { # fetch URL FILE
  local try
  for try in 1 2 3 4 5; do
    case $1 in
      s3://*) aws s3 cp --only-show-errors "$1" "$2" && return ;;
      *) curl -sfL -m 600 --connect-timeout 10 --speed-limit 1 --speed-time 30 -o "$2" "$1" && return ;;
    esac
    say "cannot get $1, try $try"
    sleep $try
  done
  return 1
}
unpack() { # unpack NAME URL SHA256: into /opt/mayfly/NAME
  local file=$home/$1.tgz
  fetch "$2" $file || fail "$1 cannot be had from $2"
  echo "$3  $file" | sha256sum --check --quiet || fail "$1 from $2 has another checksum than $3"
  mkdir -p /opt/mayfly/$1
  tar -xzf $file -C /opt/mayfly/$1 --strip-components=1 || fail "$1 from $2 is not a gzipped tar"
  rm $file
  say "has $1"
}

if [ "$role" = master ]; then
  # Whoever started the cluster knows this machine by these keys, and reads them on its console, which no other can write.
  for key in /etc/ssh/ssh_host_*_key.pub; do [ -e "$key" ] && say "has the host key $(cut -d' ' -f1,2 "$key")"; done
  # Workers reach the session by a port that comes through its ssh; one that is gone gives the port back soon.
  mkdir -p /etc/ssh/sshd_config.d /run/sshd
  printf '%s\n' 'GatewayPorts clientspecified' 'ClientAliveInterval 4' 'ClientAliveCountMax 3' > /etc/ssh/sshd_config.d/10-mayfly.conf
  systemctl reload sshd 2> /dev/null || systemctl reload ssh 2> /dev/null || kill -HUP "$(cat /run/sshd.pid)" 2> /dev/null
fi
if [ -n "$public_key" ]; then
  folder=$(getent passwd "$user" | cut -d: -f6)/.ssh
  mkdir -p "$folder" && echo "$public_key" >> "$folder/authorized_keys"
  chown -R "$user:" "$folder" && chmod 700 "$folder" && chmod 600 "$folder/authorized_keys"
fi
if [ -n "$packages" ]; then
  # Split into words on purpose: names hold no spaces.
  if command -v dnf > /dev/null; then dnf -qy install $packages; else apt-get -qq update && apt-get -qqy install $packages; fi \
    || fail "cannot install $packages"
fi
if [ -n "$jdk_url" ]; then
  unpack jdk "$jdk_url" "$jdk_sha256"
  export JAVA_HOME=/opt/mayfly/jdk PATH=/opt/mayfly/jdk/bin:$PATH
elif ! command -v java > /dev/null; then
  dnf -qy install java-17-amazon-corretto-devel || fail "cannot install a JDK: set jdkUrl in the spec"
fi
[ -n "$spark_url" ] && unpack spark "$spark_url" "$spark_sha256"

# The runtime: by checksum, from the bucket, else from the master, which gets it over ssh. What is being sent grows while
# it is looked at: a file is there when its checksum is right, and has two minutes from the first look that finds it.
whole() { # whole FILE SHA256
  [ -e "$1" ] && echo "$2  $1" | sha256sum --check --status 2> /dev/null
}
runtime_file() { # runtime_file NAME SHA256
  local file=$home/runtime/$1 looks=0
  until whole "$file" "$2"; do
    [ -e "$file" ] && looks=$((looks + 1))
    if [ -n "$bucket" ]; then
      fetch "$bucket/$2/$1" "$file" || fail "$1 cannot be had from $bucket"
      looks=$((looks + 40))
    elif [ "$role" = worker ]; then
      curl -sf -m 60 -o "$file" "http://$master:7070/$1"
    fi
    whole "$file" "$2" && return
    [ $looks -gt 120 ] && fail "$1 has another checksum than $2"
    sleep 1
  done
}
if [ -n "$runtime" ]; then
  if [ "$role" = master ] && [ -z "$bucket" ]; then
    chown "$user" $home/runtime 2> /dev/null
    say "waits for its runtime $runtime"
    (cd $home/runtime && exec python3 -m http.server --bind "$(hostname -I | cut -d' ' -f1)" 7070) > /dev/null 2>&1 &
  fi
  runtime_file manifest "$runtime"
  while read -r sum name; do runtime_file "$name" "$sum"; done < $home/runtime/manifest
  say "has its runtime"
fi
export SPARK_HOME=/opt/mayfly/spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_DIRS=$home/tmp
mkdir -p $home/tmp
if [ -z "$spark_url" ]; then
  # The runtime brings it.
  mkdir -p $SPARK_HOME && touch $SPARK_HOME/RELEASE && ln -sfn $home/runtime $SPARK_HOME/jars
fi
cd $home
for file in $data_files; do
  fetch "$file" "$home/${file##*/}" || fail "data file $file cannot be had"
done
if [ -n "$post_init" ]; then
  bash -c "$post_init" || fail "postInit ended with code $?"
fi

# --- what runs --------------------------------------------------------------------------------------------------------
address=$(hostname -I | cut -d' ' -f1)
class_path="$home/runtime/*"
[ -n "$spark_url" ] && class_path="$class_path:$SPARK_HOME/jars/*"
jvm_flags="$jvm_flags -Djava.io.tmpdir=$home/tmp"
# Seconds after which a worker that says nothing is taken for lost: machines at spot prices may go without a word.
silence=-Dspark.worker.timeout=30
run() { # run NAME CLASS ARGUMENT...: a JVM, whose process is in NAME.pid
  local name=$1
  shift
  # Flags split into words on purpose.
  if [ "$name" = connect ]; then
    # Once it worked, one that dies is started again, at its address and with its token.
    while java $jvm_flags -cp "$class_path" "$@" || :; [ -e $home/up ]; do say "runs its connect again"; sleep 1; done &
  else
    java $jvm_flags -cp "$class_path" "$@" &
  fi
  echo $! > $home/$name.pid
  say "runs its $name"
}
until_works() { # until_works NAME COMMAND: waits until the command succeeds, while the JVM lives
  until eval "$2" 2> /dev/null; do
    kill -0 "$(cat $home/$1.pid)" 2> /dev/null || fail "its $1 ended: $(tail -n 2 /var/log/mayfly.log | tr '\n' ' ')"
    sleep 0.3
  done
}
if [ "$role" = master ]; then
  (umask 077 && head -c 32 /dev/urandom | base64 | tr -d '/+=\n' > $home/token && chown "$user" $home/token 2> /dev/null)
  java=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = \([0-9]*\).*/\1/p')
  printf '%s\n' "runtime=$runtime_name" "java=${java:-0}" > $home/about
  run master $silence org.apache.spark.deploy.master.Master --host "$address" --port 7077 --webui-port 8080
  # In the environment, which other users of the machine cannot read, as they can a command line.
  SPARK_CONNECT_AUTHENTICATE_TOKEN=$(cat $home/token) run connect $job_settings -Dspark.mayfly.java="${java:-0}" \
    -Dspark.connect.grpc.binding.address=127.0.0.1 -Dspark.master="spark://$address:7077" -Dspark.app.name=Mayfly \
    -Dspark.driver.host="$address" -Dspark.driver.bindAddress="$address" -Dspark.ui.port=4040 -Dspark.ui.killEnabled=false \
    -Dspark.ui.showConsoleProgress=false -Dspark.sql.warehouse.dir=$home/tmp/warehouse \
    -Dspark.executor.memory="${executor_memory:-$(awk '/^MemTotal/ { print int($2 * 0.6 / 1024) }' /proc/meminfo)m}" \
    -Dspark.executor.extraClassPath="$home/runtime/*" -Dspark.executor.extraJavaOptions="$jvm_flags" \
    org.apache.spark.sql.connect.service.SparkConnectServer
  until_works connect ': < /dev/tcp/127.0.0.1/15002'
else
  run worker $silence -Dspark.decommission.enabled=true org.apache.spark.deploy.worker.Worker --host "$address" --work-dir $home/jobs \
    "spark://$master:7077"
  until_works worker 'grep -q "Successfully registered with master" /var/log/mayfly.log'
fi
touch $home/up
say "is up, $(nproc) cores"
