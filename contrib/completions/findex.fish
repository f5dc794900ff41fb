# fish completion for findex: commands, their options and values.
set -l commands update remove analyze stats verify compact dump help

complete -c findex -f
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a update -d 'add what is new, replace what changed'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a remove -d 'remove articles by id'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a analyze -d 'print what is found in articles'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a stats -d 'what is in the index'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a verify -d 'check every record'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a compact -d 'make the index small'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a dump -d 'every stored article'
complete -c findex -n "not __fish_seen_subcommand_from $commands" -a help -d 'the options of a command'
complete -c findex -n '__fish_seen_subcommand_from help' -a 'update remove analyze stats verify compact dump'

complete -c findex -n '__fish_seen_subcommand_from update analyze' -F
complete -c findex -n '__fish_seen_subcommand_from update remove stats verify compact dump' -s i -l index -r \
    -a '(__fish_complete_directories)' -d 'index directory'
complete -c findex -n '__fish_seen_subcommand_from update' -l purge -d 'also remove what is gone'
complete -c findex -n '__fish_seen_subcommand_from update' -l purge=all -d 'the same without a brake'
complete -c findex -n '__fish_seen_subcommand_from update' -l language -x -d 'of articles that name none'
complete -c findex -n '__fish_seen_subcommand_from update' -s v -l verbose -d 'more detail'
complete -c findex -n '__fish_seen_subcommand_from update analyze' -s j -l jobs -x -d threads
complete -c findex -n '__fish_seen_subcommand_from update analyze compact' -l memory -x -a '256M 512M 1G' -d 'memory to stay within'
complete -c findex -n '__fish_seen_subcommand_from update analyze' -l tz -x -d 'zone of dates that name none'
complete -c findex -n '__fish_seen_subcommand_from update analyze' -l aliases -r -F -d 'names to merge, split or ignore'
complete -c findex -n '__fish_seen_subcommand_from update analyze' -l no-extraction -d 'no names, speakers, quotations'
complete -c findex -n '__fish_seen_subcommand_from stats' -s F -l format -x -a 'text json' -d format
complete -c findex -n '__fish_seen_subcommand_from analyze' -s F -l format -x -a jsonl -d format
complete -c findex -n '__fish_seen_subcommand_from update remove verify compact' -s q -l quiet -d 'silent on success'
complete -c findex -l help -d help
complete -c findex -n "not __fish_seen_subcommand_from $commands" -l version -d version
