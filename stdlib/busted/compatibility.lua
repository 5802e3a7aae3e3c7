-- What has other names, or none, in later Luas.
return {getfenv = getfenv, setfenv = setfenv, loadstring = loadstring, unpack = unpack}
