# Words that may not stand in certain folders: venue names, clocks, randomness, threads, sleeping tests, left-over marks.
include(${CMAKE_CURRENT_LIST_DIR}/lint.cmake)
set(START "(^|[^A-Za-z0-9_])")
set(END "([^A-Za-z0-9_]|$)")
set(LOOKED_AT 0)

# forbid(why regex IN folder… [EXCEPT path…]): no line below these folders may match.
function(forbid why regex)
    cmake_parse_arguments(ARG "" "" "IN;EXCEPT" ${ARGN})
    lint_files(files ${ARG_IN})
    foreach(file IN LISTS files)
        set(skip FALSE)
        foreach(path IN LISTS ARG_EXCEPT)
            string(FIND "${file}" "${path}" at)
            if(at EQUAL 0)
                set(skip TRUE)
            endif()
        endforeach()
        if(skip)
            continue()
        endif()
        math(EXPR LOOKED_AT "${LOOKED_AT} + 1")
        lint_matches(matches ${file} "${regex}")
        foreach(match IN LISTS matches)
            if(match MATCHES "^([0-9]+):")
                lint_finding("${file}:${CMAKE_MATCH_1}: ${why}")
            endif()
        endforeach()
    endforeach()
    set(LOOKED_AT ${LOOKED_AT} PARENT_SCOPE)
endfunction()

set(EVERYWHERE app core strategies charts tests)
set(DETERMINISTIC core strategies)

# QColor has a function of that name, always called on an object.
forbid("the name of a venue outside its own folder"
    "(^|[^.>A-Za-z])(wick_)?[Ll]ighter" IN core strategies charts EXCEPT core/venues core/io/venues)
forbid("only core/base/clock reads the wall clock"
    "(system|steady|high_resolution)_clock|clock_gettime|gettimeofday|std::time${END}|[(]nullptr[)] *. *time|currentDateTime|currentMSecsSinceEpoch|QElapsedTimer"
    IN ${DETERMINISTIC} EXCEPT core/base/clock core/io)
forbid("random numbers come from an injected core/base/randomsource"
    "random_device|mt19937|minstd_rand|${START}s?rand *[(]|QRandomGenerator" IN ${DETERMINISTIC} EXCEPT core/io)
forbid("threads and locks live outside the deterministic core"
    "std::(jthread|thread|mutex|shared_mutex|recursive_mutex|async|future|condition_variable)|thread_local|QThread|QMutex"
    IN ${DETERMINISTIC} EXCEPT core/io)
# A long run may be told to stop by a flag that is handed in; it decides nothing else.
forbid("shared state lives outside the deterministic core" "std::atomic"
    IN ${DETERMINISTIC} EXCEPT core/io core/backtest/backtestrunner)
forbid("the deterministic core does no input or output"
    "std::(cout|cerr|clog|[io]?fstream|getenv)|${START}(printf|fprintf|fopen|getenv) *[(]" IN ${DETERMINISTIC} EXCEPT core/io)
forbid("core is silent: the edges log" "${START}q(Debug|Info|Warning|Critical)${END}" IN ${DETERMINISTIC} EXCEPT core/io)
forbid("certificate errors are never ignored" "ignoreSslErrors" IN ${EVERYWHERE})
forbid("threads are asked to stop and joined, never ended from outside"
    "thread[A-Za-z]*[)]?(->|[.])terminate *[(]" IN app core)
forbid("a test waits for a condition, it does not sleep" "qWait *[(]|QThread::[mu]?sleep|sleep_for|usleep *[(]" IN tests)
forbid("a left-over mark" "${START}(TO[D]O|FIX[M]E|X[X]X|HAC[K])${END}" IN ${EVERYWHERE})
lint_finish(words ${LOOKED_AT})
