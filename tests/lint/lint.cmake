# Shared by the lint scripts. Each is run as
#     cmake -DROOT=<source tree> [-D…] -P <script>.cmake
# prints one line a finding ("file:line: what") and fails when there is any.
cmake_minimum_required(VERSION 3.25)
if(NOT DEFINED ROOT)
    message(FATAL_ERROR "ROOT, the source tree to look at, is not given")
endif()
set_property(GLOBAL PROPERTY LINT_FINDINGS 0)

# lint_files(out folder…): the sources below these folders of ROOT, as relative paths in order.
function(lint_files out)
    set(all)
    foreach(folder IN LISTS ARGN)
        file(GLOB_RECURSE found RELATIVE ${ROOT} LIST_DIRECTORIES false
            ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
        list(APPEND all ${found})
    endforeach()
    list(SORT all)
    set(${out} ${all} PARENT_SCOPE)
endfunction()

# lint_matches(out file regex): the matching lines as "number:text". Brackets, semicolons and backslashes,
# which a CMake list cannot carry, are read as blanks.
function(lint_matches out file regex)
    set(matches)
    file(READ ${ROOT}/${file} text)
    string(REGEX REPLACE "[][;\\]" " " text "${text}")
    if(text MATCHES "${regex}")
        string(REPLACE "\n" ";" lines "${text}")
        set(number 0)
        foreach(line IN LISTS lines)
            math(EXPR number "${number} + 1")
            if(line MATCHES "${regex}")
                list(APPEND matches "${number}:${line}")
            endif()
        endforeach()
    endif()
    set(${out} "${matches}" PARENT_SCOPE)
endfunction()

function(lint_finding text)
    get_property(count GLOBAL PROPERTY LINT_FINDINGS)
    math(EXPR count "${count} + 1")
    set_property(GLOBAL PROPERTY LINT_FINDINGS ${count})
    message("${text}")
endfunction()

# lint_finish(name looked_at): fails when something was found, or when there was nothing to look at.
function(lint_finish name looked_at)
    get_property(count GLOBAL PROPERTY LINT_FINDINGS)
    if(count GREATER 0)
        message(FATAL_ERROR "${name}: ${count} finding(s)")
    elseif(looked_at EQUAL 0)
        message(FATAL_ERROR "${name}: nothing to look at below ${ROOT}")
    endif()
    message("${name}: ${looked_at} looked at, nothing found")
endfunction()
