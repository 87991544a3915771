// placeholder until the first source lands in this slice
