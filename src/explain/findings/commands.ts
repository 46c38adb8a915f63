/** Commands that people mean when they misspell one. */
export const COMMON_COMMANDS: readonly string[] =
  'sleep echo cat wget curl sh bash ash nginx httpd python python3 node npm java redis-server redis-cli psql mysql mysqld mongod postgres ls cp mv rm mkdir touch tail head grep sed awk find env printenv printf date hostname ping nslookup top kill tar chmod chown test true false sort tee timeout seq whoami uname'.split(
    ' ',
  );
